using System.Diagnostics.CodeAnalysis;

namespace Mockhaus.Statements.Results;

/// <summary>The CLR type of a column's values when the caller requests no other. docs/results.md has the same table.</summary>
internal static class DefaultClrType
{
    /// <summary>The digits of BIGINT. With 19 digits, most numbers fit a long, and the others are an error.</summary>
    private const int Int64Precision = 19;

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public static Type For(ResultColumn column) => column.Type switch
    {
        _ when column.OutputFormat is not null => typeof(string),
        ResultColumnType.Fixed when column.Scale is null or 0 && column.Precision <= Int64Precision => typeof(long),
        ResultColumnType.Fixed => typeof(decimal),
        ResultColumnType.Real => typeof(double),
        ResultColumnType.Boolean => typeof(bool),
        ResultColumnType.Binary => typeof(byte[]),
        ResultColumnType.Date => typeof(DateOnly),
        ResultColumnType.Time => typeof(TimeOnly),
        ResultColumnType.TimestampNtz => typeof(DateTime),
        ResultColumnType.TimestampLtz or ResultColumnType.TimestampTz => typeof(DateTimeOffset),
        _ => typeof(string),
    };
}
