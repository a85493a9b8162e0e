using System.Text.Json;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Writes the values of one level of a nested type as JSON. Created once for each result, from the type.</summary>
internal abstract class DuckDbJsonNode
{
    public void Write(in DuckDbVector vector, long row, Utf8JsonWriter json)
    {
        if (vector.IsNull(row))
        {
            json.WriteNullValue();
        }
        else
        {
            WriteValue(vector, row, json);
        }
    }

    public static DuckDbJsonNode Create(DuckDBLogicalType type, string column)
    {
        switch (LogicalType.DuckDBGetTypeId(type))
        {
            case DuckDBType.List:
                using (var child = LogicalType.DuckDBListTypeChildType(type))
                {
                    return new ListNode(Create(child, column));
                }

            case DuckDBType.Array:
                using (var child = LogicalType.DuckDBArrayTypeChildType(type))
                {
                    return new ArrayNode(Create(child, column), LogicalType.DuckDBArrayVectorGetSize(type));
                }

            case DuckDBType.Map:
                using (var key = LogicalType.DuckDBMapTypeKeyType(type))
                using (var value = LogicalType.DuckDBMapTypeValueType(type))
                {
                    return new MapNode(DuckDbText.CreateReader(key, column), Create(value, column));
                }

            case DuckDBType.Struct:
                return IsUnnamed(type) ? new RowNode([.. ChildrenOf(type, column).Select(child => child.Node)]) : new StructNode(ChildrenOf(type, column));
            case DuckDBType.Union:
                return new UnionNode(ChildrenOf(type, column));
            case DuckDbColumns.Variant:
                return new VariantNode(column);
            case DuckDbColumns.Geometry:
                return new GeometryNode(column);
            case var id:
                return new LeafNode(DuckDbText.CreateReader(type, column), IsJsonLiteral(id), DuckDbNative.AliasOf(type) == "JSON");
        }
    }

    /// <summary>Whether a struct is DuckDB's <c>row(1, 'x')</c>, whose members have no names and which is a JSON array.</summary>
    public static bool IsUnnamed(DuckDBLogicalType type) =>
        LogicalType.DuckDBStructTypeChildCount(type) > 0 && LogicalType.DuckDBStructTypeChildName(type, 0).Length == 0;

    protected abstract void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json);

    private static (string Name, DuckDbJsonNode Node)[] ChildrenOf(DuckDBLogicalType type, string column)
    {
        var children = new (string, DuckDbJsonNode)[LogicalType.DuckDBStructTypeChildCount(type)];
        for (var i = 0; i < children.Length; i++)
        {
            using var child = LogicalType.DuckDBStructTypeChildType(type, i);
            children[i] = (LogicalType.DuckDBStructTypeChildName(type, i), Create(child, column));
        }

        return children;
    }

    private static bool IsJsonLiteral(DuckDBType id) => id
        is >= DuckDBType.Boolean and <= DuckDBType.Double
        or DuckDBType.HugeInt or DuckDBType.UnsignedHugeInt or DuckDBType.Decimal or DuckDBType.VarInt;

    private sealed class LeafNode(DuckDbTextReader read, bool isLiteral, bool isJson) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json) =>
            WriteText(read(vector, row), isLiteral, isJson, json);
    }

    private sealed class RowNode(DuckDbJsonNode[] members) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json)
        {
            json.WriteStartArray();
            for (var i = 0; i < members.Length; i++)
            {
                members[i].Write(vector.StructChild(i), row, json);
            }

            json.WriteEndArray();
        }
    }

    private sealed class VariantNode(string column) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json) => new DuckDbVariant(vector, row, column).Write(json);
    }

    private sealed class GeometryNode(string column) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json) =>
            new GeoJson(vector.Bytes(row), column).Write(json);
    }

    /// <summary>Writes a value from its text.</summary>
    public static void WriteText(string text, bool isLiteral, bool isJson, Utf8JsonWriter json)
    {
        // JSON has no literals for NaN and infinities, and DuckDB accepts some texts that are not JSON.
        if ((isLiteral && text is not ("NaN" or "Infinity" or "-Infinity")) || (isJson && JsonCells.TryParse(text, out _)))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private sealed class ListNode(DuckDbJsonNode item) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json)
        {
            var (offset, length) = vector.Get<(long Offset, long Length)>(row);
            WriteItems(vector.ListChild, item, offset, length, json);
        }
    }

    private sealed class ArrayNode(DuckDbJsonNode item, long size) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json) =>
            WriteItems(vector.ArrayChild, item, row * size, size, json);
    }

    private sealed class MapNode(DuckDbTextReader key, DuckDbJsonNode value) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json)
        {
            var (offset, length) = vector.Get<(long Offset, long Length)>(row);
            var entries = vector.ListChild;
            var (keys, values) = (entries.StructChild(0), entries.StructChild(1));
            json.WriteStartObject();
            for (var i = offset; i < offset + length; i++)
            {
                json.WritePropertyName(key(keys, i));
                value.Write(values, i, json);
            }

            json.WriteEndObject();
        }
    }

    private sealed class StructNode((string Name, DuckDbJsonNode Node)[] members) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json)
        {
            json.WriteStartObject();
            for (var i = 0; i < members.Length; i++)
            {
                json.WritePropertyName(members[i].Name);
                members[i].Node.Write(vector.StructChild(i), row, json);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>A struct whose first member is the index of the member with the value.</summary>
    private sealed class UnionNode((string Name, DuckDbJsonNode Node)[] members) : DuckDbJsonNode
    {
        protected override void WriteValue(in DuckDbVector vector, long row, Utf8JsonWriter json)
        {
            var member = vector.StructChild(0).Get<byte>(row) + 1;
            members[member].Node.Write(vector.StructChild(member), row, json);
        }
    }

    private static void WriteItems(DuckDbVector items, DuckDbJsonNode item, long offset, long length, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (var i = offset; i < offset + length; i++)
        {
            item.Write(items, i, json);
        }

        json.WriteEndArray();
    }
}
