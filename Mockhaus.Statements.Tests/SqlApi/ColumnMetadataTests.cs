using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class ColumnMetadataTests : SqlApiFixture
{
    [Test]
    public async Task A_column_of_a_table_names_it_and_an_expression_names_none()
    {
        await Client.SubmitAsync("create table facts (id int primary key, name varchar)");
        var columns = (await Client.SubmitAsync("select id, name, upper(name), 'abc' from facts")).MetaData.GetProperty("rowType").EnumerateArray().ToArray();

        columns.Select(column => string.Join('|', new[] { "database", "schema", "table", "nullable", "length", "byteLength" }.Select(name => column.GetProperty(name).ToString())))
            .Should().Equal(
                "MEMORY|MAIN|FACTS|False||", "MEMORY|MAIN|FACTS|True|16777216|67108864", "|||True|134217728|134217728", "|||False|3|12");
    }

    [Test]
    public async Task A_geometry_says_so_behind_its_type()
    {
        var columns = (await Client.SubmitAsync("select 'POINT(1 2)'::geometry as g, 1 as n")).MetaData.GetProperty("rowType").EnumerateArray().ToArray();

        columns[0].EnumerateObject().Last().Should().Match<JsonProperty>(member => member.Name == "extTypeName" && member.Value.GetString() == "GEOMETRY");
        columns[0].GetProperty("type").GetString().Should().Be("object");
        columns[1].TryGetProperty("extTypeName", out _).Should().BeFalse();
    }
}
