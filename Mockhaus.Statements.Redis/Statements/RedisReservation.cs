namespace Mockhaus.Statements.Redis;

/// <summary>The result of a reservation of a place in a session.</summary>
/// <param name="When">When it was reserved, by the clock of Redis, in microseconds; 0 when it was not.</param>
/// <param name="Holder">The statement that holds the request id, or null.</param>
/// <param name="HeldFor">How long it has held it, in milliseconds, since it was reserved.</param>
internal readonly record struct RedisReservation(long When, StatementHandle? Holder, long HeldFor)
{
    public static RedisReservation Full { get; } = new(0, null, 0);

    public bool IsFull => When == 0 && Holder is null;
}
