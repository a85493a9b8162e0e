namespace Mockhaus.Statements.Results;

/// <summary>Snowflake's types, as the SQL API names them. The numbers are stored and never change.</summary>
public enum ResultColumnType
{
    /// <summary>Decimal digits with a fixed scale, up to 38 of them.</summary>
    Fixed = 0,

    /// <summary>A 64-bit floating point number.</summary>
    Real = 1,

    /// <summary>Text.</summary>
    Text = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>Bytes, in upper-case hexadecimal.</summary>
    Binary = 4,

    /// <summary>A date, as days since 1970-01-01.</summary>
    Date = 5,

    /// <summary>A time of day, as seconds since midnight.</summary>
    Time = 6,

    /// <summary>A timestamp without a time zone, as seconds since 1970-01-01.</summary>
    TimestampNtz = 7,

    /// <summary>An instant in the session's time zone, as seconds since 1970-01-01 UTC.</summary>
    TimestampLtz = 8,

    /// <summary>An instant with its offset, as seconds since 1970-01-01 UTC and minutes plus 1440.</summary>
    TimestampTz = 9,

    /// <summary>Any JSON value.</summary>
    Variant = 10,

    /// <summary>A JSON object.</summary>
    Object = 11,

    /// <summary>A JSON array.</summary>
    Array = 12,
}
