namespace Mockhaus.Statements.Redis;

/// <summary>What became of the attempt to reserve a place in a session.</summary>
/// <param name="When">When it was reserved, by the clock of Redis, in microseconds; 0 when it was not.</param>
/// <param name="Holder">Who holds the request id.</param>
/// <param name="HeldFor">For how long, in milliseconds, from when it was reserved.</param>
internal readonly record struct RedisReservation(long When, StatementHandle? Holder, long HeldFor)
{
    public static RedisReservation Full { get; } = new(0, null, 0);

    public bool IsFull => When == 0 && Holder is null;
}
