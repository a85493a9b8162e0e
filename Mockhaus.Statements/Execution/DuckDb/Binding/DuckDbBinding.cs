using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The value of a placeholder, or its values in a batch.</summary>
internal sealed class DuckDbBinding
{
    private readonly DuckDbBindType _bound;
    private readonly StatementBinding _binding;

    public DuckDbBinding(long index, string name, StatementBinding binding, DuckDbBindTarget target)
    {
        (Index, Name, _binding) = (index, name, binding);
        _bound = DuckDbBindType.Create(binding, target);
    }

    public long Index { get; }

    public string Name { get; }

    /// <summary>The number of values, or null for a single value that is the same in each execution.</summary>
    public int? Count => _binding.Values?.Count;

    public DuckDBValue ToValue(int execution)
    {
        var value = _binding.Values is { } values ? values[execution] : _binding.Value;
        if (value is not null)
        {
            SqlNestingLimit.CheckValue(value, Name);
        }

        try
        {
            return value is null ? _bound.ToNull() : DuckDbBindValues.Create(_bound, value);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // Without the value, because bindings can be secrets of the user.
            var which = Count is null ? "The value" : $"Value {execution + 1}";
            throw DuckDbErrors.DoesNotFit($"{which} of bind variable :{Name} does not fit its type {_binding.Type}.");
        }
    }
}
