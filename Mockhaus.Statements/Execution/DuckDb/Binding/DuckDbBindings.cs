using System.Globalization;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The values of a request for the placeholders of a prepared statement: <c>?</c> and <c>$1</c> by position, <c>$name</c> by
/// name.</summary>
internal sealed class DuckDbBindings
{
    private readonly List<DuckDbBinding> _bound;

    private DuckDbBindings(List<DuckDbBinding> bound, int? batchLength) => (_bound, BatchLength) = (bound, batchLength);

    /// <summary>The number of executions, when the values are arrays. Null: one execution, with one value for each placeholder.</summary>
    public int? BatchLength { get; }

    /// <param name="prepared">The statement.</param>
    /// <param name="bindings">The values.</param>
    /// <param name="sql">The SQL that was prepared.</param>
    /// <exception cref="StatementFailedException">A placeholder has no value, or arrays have different lengths.</exception>
    public static DuckDbBindings Create(DuckDBPreparedStatement prepared, IReadOnlyDictionary<string, StatementBinding> bindings, string sql)
    {
        var expected = PreparedStatements.DuckDBParams(prepared);
        if (expected == 0)
        {
            return new([], null);
        }

        var placeholders = DuckDbPlaceholders.Find(sql);
        var bound = new SortedDictionary<long, DuckDbBinding>();
        foreach (var (name, binding) in bindings)
        {
            if (IndexOf(prepared, name) is { } index && index >= 1 && index <= expected)
            {
                bound[index] = new(index, name, binding, TargetOf(prepared, index, binding, placeholders));
            }
        }

        for (var index = 1L; index <= expected; index++)
        {
            if (!bound.ContainsKey(index))
            {
                var name = DuckDbNative.ParameterName(prepared, index) ?? $"{index}";
                var placeholder = Find(placeholders, name) ?? new(name, 0, false, false, false);
                throw DuckDbErrors.BindMissing(placeholder.DisplayName, sql, placeholder.Start);
            }
        }

        return new([.. bound.Values], BatchLengthOf(bound.Values));
    }

    /// <summary>Binds the values of one execution.</summary>
    /// <param name="prepared">The statement.</param>
    /// <param name="execution">The number of the execution, from 0.</param>
    /// <exception cref="StatementFailedException">A value does not fit its type.</exception>
    public void Bind(DuckDBPreparedStatement prepared, int execution)
    {
        foreach (var binding in _bound)
        {
            using var value = binding.ToValue(execution);
            PreparedStatements.DuckDBBindValue(prepared, binding.Index, value);
        }
    }

    private static DuckDbBindTarget TargetOf(
        DuckDBPreparedStatement prepared, long index, StatementBinding binding, IReadOnlyList<DuckDbPlaceholder> placeholders)
    {
        using var type = PreparedStatements.DuckDBParamLogicalType(prepared, index);
        var placeholder = Find(placeholders, DuckDbNative.ParameterName(prepared, index) ?? $"{index}");
        return new(
            LogicalType.DuckDBGetTypeId(type),
            binding.Values is null ? default : NumberType.From(type),
            placeholder is { IsOperand: true },
            placeholder is { IsSelectItem: true });
    }

    private static DuckDbPlaceholder? Find(IReadOnlyList<DuckDbPlaceholder> placeholders, string name)
    {
        foreach (var placeholder in placeholders)
        {
            if (placeholder.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return placeholder;
            }
        }

        return null;
    }

    private static int? BatchLengthOf(IEnumerable<DuckDbBinding> bound)
    {
        DuckDbBinding? first = null;
        foreach (var binding in bound.Where(binding => binding.Count is not null))
        {
            first ??= binding;
            if (binding.Count != first.Count)
            {
                throw DuckDbErrors.BatchSize(binding.Name, binding.Count, first.Count);
            }
        }

        return first?.Count;
    }

    /// <summary>The position of a placeholder; null when the statement does not have it, which is ignored as in Snowflake.</summary>
    private static long? IndexOf(DuckDBPreparedStatement prepared, string name)
    {
        if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position;
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            // DuckDB would only read the name before the NUL.
            return null;
        }

        var state = PreparedStatements.DuckDBBindParameterIndex(prepared, out var index, name);
        return state == DuckDBState.Success ? index : null;
    }
}
