using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mockhaus.Statements.Results;

/// <content>The schema of the columns.</content>
internal sealed partial class ResultDataReader
{
    public override string GetName(int ordinal) => ColumnAt(ordinal).Name;

    public override int GetOrdinal(string name) => Open(result.Columns).Ordinal(name);

    public override string GetDataTypeName(int ordinal) => ColumnAt(ordinal).Type.ToSqlApiName();

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => DefaultClrType.For(ColumnAt(ordinal));

    public ReadOnlyCollection<DbColumn> GetColumnSchema() =>
        new([.. Open(result.Columns).All.Select(static (column, ordinal) => new ResultDbColumn(column, ordinal))]);

    public override DataTable GetSchemaTable()
    {
        var table = new DataTable("SchemaTable") { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));

        // A column of type System.Type would prevent trimming.
        table.Columns.Add(SchemaTableColumn.DataType, typeof(object));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.ProviderType, typeof(int));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsReadOnly, typeof(bool));
        foreach (var (ordinal, column) in Open(result.Columns).All.Index())
        {
            table.Rows.Add(
                column.Name,
                ordinal,
                column.Length ?? -1,
                (short?)column.Precision,
                (short?)column.Scale,
                DefaultClrType.For(column),
                column.Type.ToSqlApiName(),
                (int)column.Type,
                false,
                column.Nullable,
                true);
        }

        return table;
    }
}
