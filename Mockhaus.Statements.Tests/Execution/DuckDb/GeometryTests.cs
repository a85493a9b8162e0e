using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class GeometryTests : DuckDbFixture
{
    [TestCase("POINT(1 -2.5)", """{"coordinates":[1,-2.5],"type":"Point"}""")]
    [TestCase("POINT Z(1 2 3)", """{"coordinates":[1,2,3],"type":"Point"}""")]
    [TestCase("POINT EMPTY", """{"coordinates":[],"type":"Point"}""")]
    [TestCase("LINESTRING(0 0, 1 1)", """{"coordinates":[[0,0],[1,1]],"type":"LineString"}""")]
    [TestCase("LINESTRING EMPTY", """{"coordinates":[],"type":"LineString"}""")]
    [TestCase("POLYGON((0 0, 1 0, 1 1, 0 0), (0 0, 2 0, 2 2, 0 0))", """{"coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[2,0],[2,2],[0,0]]],"type":"Polygon"}""")]
    [TestCase("MULTIPOINT((0 0), (1 1))", """{"coordinates":[[0,0],[1,1]],"type":"MultiPoint"}""")]
    [TestCase("MULTILINESTRING((0 0, 1 1), (2 2, 3 3))", """{"coordinates":[[[0,0],[1,1]],[[2,2],[3,3]]],"type":"MultiLineString"}""")]
    [TestCase("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))", """{"coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]],"type":"MultiPolygon"}""")]
    [TestCase("GEOMETRYCOLLECTION(POINT(1 2), GEOMETRYCOLLECTION(POINT(1 3)))",
        """{"geometries":[{"coordinates":[1,2],"type":"Point"},{"geometries":[{"coordinates":[1,3],"type":"Point"}],"type":"GeometryCollection"}],"type":"GeometryCollection"}""")]
    [TestCase("GEOMETRYCOLLECTION EMPTY", """{"geometries":[],"type":"GeometryCollection"}""")]
    public async Task A_geometry_is_GeoJSON_alone_and_inside_of_others(string text, string json)
    {
        var row = (await RowsAsync($"select g, [g], {{'g': g}}, map {{'g': g}} from (select '{text}'::geometry as g)")).Single();

        Compact(row[0]).Should().Be(json);
        Compact(row[1]).Should().Be($"[{json}]");
        Compact(row[2]).Should().Be($$"""{"g":{{json}}}""");
        Compact(row[3]).Should().Be($$"""{"g":{{json}}}""");
    }

    [Test]
    public async Task A_column_of_it_is_an_object_that_says_what_it_is()
    {
        await ResultAsync("create table g (g geometry)");
        await ResultAsync("insert into g values ('POINT(1 2)'), (null)");
        var column = (await ResultAsync("select g from g")).Columns.Single();

        column.Type.Should().Be(ResultColumnType.Object);
        column.ExtendedTypeName.Should().Be("GEOMETRY");
        (await RowsAsync("select g from g order by 1 nulls first")).Select(row => row[0] is null).Should().Equal(true, false);
    }

    [Test]
    public async Task A_dimension_that_GeoJSON_lacks_is_an_error_that_names_the_column()
    {
        var error = await ErrorAsync("select 'POINT M(1 2 3)'::geometry as x");
        error.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        error.Message.Should().Contain("'x'").And.Contain("VARCHAR");
    }

    private static string Compact(string? json) => JsonSerializer.Serialize(JsonDocument.Parse(json!).RootElement);
}
