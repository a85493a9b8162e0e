using System.Data.Common;

namespace Mockhaus.Statements.Results;

/// <summary>The ADO.NET description of a column.</summary>
internal sealed class ResultDbColumn : DbColumn
{
    public ResultDbColumn(ResultColumn column, int ordinal)
    {
        ColumnName = column.Name;
        ColumnOrdinal = ordinal;
        ColumnSize = column.Length;
        NumericPrecision = column.Precision;
        NumericScale = column.Scale;
        DataType = DefaultClrType.For(column);
        DataTypeName = column.Type.ToSqlApiName();
        AllowDBNull = column.Nullable;
        IsReadOnly = true;
        IsLong = false;
    }
}
