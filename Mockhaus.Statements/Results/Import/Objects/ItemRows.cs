using System.Diagnostics.CodeAnalysis;

namespace Mockhaus.Statements.Results;

/// <summary>Writes rows that are objects of one type, with a column for each property.</summary>
internal sealed class ItemRows<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    private readonly ResultWriter _result;
    private readonly (ItemMember<T> Member, ItemCell<T> Write)[] _cells;

    public ItemRows(ResultWriter result)
    {
        _result = result;
        var members = ItemMembers.From<T>();
        if (result.Row.Columns.Length == 0)
        {
            result.Start([.. members.Select(ItemCells.ColumnOf)]);
            _cells = [.. members.Zip(result.Row.Columns, (member, column) => (member, ItemCells.Create(member, column)))];
            return;
        }

        // A single value has no name to match a column.
        var names = new ColumnNames(members.Select(member => member.IsItem ? result.Row.Columns[0].Name : member.Name));
        _cells =
        [
            .. result.Row.Columns.Select(column => names.Find(column.Name) is >= 0 and var found
                ? (members[found], ItemCells.Create(members[found], column))
                : throw ResultErrors.NoSource(column, $"{typeof(T)}")),
        ];
    }

    public async ValueTask WriteAsync(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteCells(item);
            await _result.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void WriteCells(T item)
    {
        var number = _result.RowCount + 1;
        if (item is null && !_cells[0].Member.IsItem)
        {
            throw ResultErrors.NullRow(number);
        }

        for (var ordinal = 0; ordinal < _cells.Length; ordinal++)
        {
            var (member, write) = _cells[ordinal];
            if (!write(ref item, _result.Row))
            {
                throw ResultErrors.DoesNotFit(
                    _result.Row.Columns[ordinal], number, ErrorText.Value(member.GetBoxed(item)), ResultErrors.StartAdvice);
            }
        }
    }
}
