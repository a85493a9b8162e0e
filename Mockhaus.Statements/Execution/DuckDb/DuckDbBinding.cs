using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The value, or the values of a batch, for one placeholder.</summary>
internal sealed class DuckDbBinding(long index, string name, StatementBinding binding, NumberType wanted)
{
    private readonly string _type = binding.Type.ToUpperInvariant();

    // One for all values of a batch: otherwise the columns of a query would change their type from one execution to the next.
    private readonly DecimalShape _shape = binding.Type.Equals("FIXED", StringComparison.OrdinalIgnoreCase)
        ? DecimalShape.Of(binding.Values ?? [binding.Value])
        : default;

    public long Index { get; } = index;

    public string Name { get; } = name;

    /// <summary>How many values there are, or null for one that is the same in each execution.</summary>
    public int? Count => binding.Values?.Count;

    public DuckDBValue ToValue(int execution)
    {
        var value = binding.Values is { } values ? values[execution] : binding.Value;
        if (value is null)
        {
            return Value.DuckDBCreateNullValue();
        }

        SqlDepth.CheckValue(value, Name);
        try
        {
            return DuckDbBindValues.Of(_type, value, _shape, wanted);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // The value itself stays out of the message: bindings are the user's secrets.
            var which = Count is null ? "The value" : $"Value {execution + 1}";
            throw DuckDbErrors.Bind("002086", $"{which} of bind variable :{Name} does not fit its type {binding.Type}.");
        }
    }
}
