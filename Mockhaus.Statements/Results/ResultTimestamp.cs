namespace Mockhaus.Statements.Results;

/// <summary>A time of day or a timestamp of a result, with all nine digits, in the representation of <see cref="RowWriter"/>.</summary>
/// <param name="Seconds">Whole seconds since 1970-01-01 (UTC, unless the type has no time zone), rounded down and negative
/// before; for a time of day, since midnight.</param>
/// <param name="Nanoseconds">The nanoseconds of the second, 0 to 999,999,999.</param>
/// <param name="OffsetMinutes">Minutes east of UTC, for timestamp_tz; null for others.</param>
public readonly record struct ResultTimestamp(long Seconds, int Nanoseconds, int? OffsetMinutes);
