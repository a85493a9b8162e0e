using System.Buffers.Binary;
using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Converts a geometry from WKB, DuckDB's storage format, to GeoJSON, which Snowflake returns.</summary>
internal ref struct GeoJson(ReadOnlySpan<byte> bytes, string column)
{
    private ReadOnlySpan<byte> _bytes = bytes;
    private bool _isLittleEndian = true;
    private bool _hasZ;

    private enum GeometryType : uint
    {
        Point = 1,
        LineString = 2,
        Polygon = 3,
        MultiPoint = 4,
        MultiLineString = 5,
        MultiPolygon = 6,
        GeometryCollection = 7,
    }

    public void Write(Utf8JsonWriter json) => Write(json, 0);

    private void Write(Utf8JsonWriter json, int depth)
    {
        var geometry = ReadGeometryType();
        json.WriteStartObject();
        if (geometry == GeometryType.GeometryCollection)
        {
            json.WriteStartArray("geometries"u8);
            if (depth > JsonLayout.MaxDepth)
            {
                throw Refused($"a geometry is nested more than {JsonLayout.MaxDepth} levels deep");
            }

            for (var count = ReadCount(); count > 0; count--)
            {
                Write(json, depth + 1);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("coordinates"u8);
            WriteCoordinates(geometry, json);
        }

        json.WriteString("type"u8, $"{geometry}");
        json.WriteEndObject();
    }

    private void WriteCoordinates(GeometryType geometry, Utf8JsonWriter json)
    {
        if (geometry == GeometryType.Point)
        {
            WritePosition(json);
            return;
        }

        json.WriteStartArray();
        for (var count = ReadCount(); count > 0; count--)
        {
            switch (geometry)
            {
                case GeometryType.LineString:
                    WritePosition(json);
                    break;
                case GeometryType.Polygon:
                    WriteCoordinates(GeometryType.LineString, json);
                    break;
                default:
                    // The parts are geometries with their own headers.
                    WriteCoordinates(ReadGeometryType(), json);
                    break;
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a position. An empty point is stored with NaN coordinates.</summary>
    private void WritePosition(Utf8JsonWriter json)
    {
        var (x, y, z) = (ReadNumber(), ReadNumber(), _hasZ ? ReadNumber() : 0);
        json.WriteStartArray();
        if (!double.IsNaN(x) || !double.IsNaN(y))
        {
            WriteNumber(x, json);
            WriteNumber(y, json);
            if (_hasZ)
            {
                WriteNumber(z, json);
            }
        }

        json.WriteEndArray();
    }

    private readonly void WriteNumber(double value, Utf8JsonWriter json)
    {
        if (!double.IsFinite(value))
        {
            throw Refused("a geometry has a coordinate that is not a finite number");
        }

        json.WriteNumberValue(value);
    }

    private GeometryType ReadGeometryType()
    {
        _isLittleEndian = Take(1)[0] == 1;
        var type = ReadCount();

        // ISO WKB adds thousands for dimensions, and PostGIS sets bits.
        const uint Z = 0x80000000;
        const uint M = 0x40000000;
        var (geometry, dimensions) = (type & 0xffff) switch { var iso => ((GeometryType)(iso % 1000), iso / 1000) };
        _hasZ = dimensions is 1 or 3 || (type & Z) != 0;
        var isKnown = geometry is >= GeometryType.Point and <= GeometryType.GeometryCollection && (type & 0x20000000) == 0;
        return (dimensions is 2 or 3 || (type & M) != 0) ? throw Refused("a geometry has a fourth dimension (M), which GeoJSON does not support")
            : isKnown ? geometry
            : throw Refused($"a geometry has a type that GeoJSON does not support (number {type})");
    }

    private uint ReadCount()
    {
        var bytes = Take(4);
        return _isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private double ReadNumber()
    {
        var bytes = Take(8);
        return _isLittleEndian ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_bytes.Length < count)
        {
            throw Refused("a geometry ends before it is complete");
        }

        var taken = _bytes[..count];
        _bytes = _bytes[count..];
        return taken;
    }

    private readonly StatementFailedException Refused(string what) => ResultErrors.NotRepresentable(column, $"{what}. Cast it to VARCHAR.");
}
