using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Mockhaus.Statements.Tests.SqlApi.Contract;

public sealed class OpenApiTests : SqlApiFixture
{
    /// <summary>What Snowflake's document lists and the recorded service does not send; the recordings count.</summary>
    private static readonly string[] NeverRecorded =
    [
        "ResultSet.resultSetMetaData.nullable", "ResultSet.resultSetMetaData.parameters", "ResultSet.stats.numDuplicateRowsUpdated",
        "QueryStatus.sqlState", "QueryStatus.createdOn",
        "QueryFailureStatus.createdOn", "QueryFailureStatus.statementStatusUrl",
    ];

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1_000);

    [Test]
    public async Task The_document_is_served_without_a_token()
    {
        using var anonymous = new SqlApiClient(Server.Address, token: null);
        var answer = await anonymous.SendAsync(HttpMethod.Get, "/api/v2/openapi.json");

        answer.ContentType.Should().Be("application/json");
        JsonNode.DeepEquals(JsonNode.Parse(answer.Body), ApiDocuments.Own.Root).Should().BeTrue();
    }

    [Test]
    public async Task The_document_is_valid_OpenAPI()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(ApiDocuments.Own.Root.ToJsonString()));
        var read = await OpenApiDocument.LoadAsync(json, "json");

        read.Diagnostic!.Errors.Should().BeEmpty();
        read.Diagnostic.Warnings.Should().BeEmpty();
        read.Document!.Paths.Should().HaveCount(3);
    }

    [Test]
    public void No_parameter_has_a_default_which_generators_take_for_a_value_that_has_to_be_sent() =>
        ApiDocuments.Own.Root.ToJsonString().Should().NotContain("\"default\":");

    /// <summary>Every answer that <see cref="SqlApiClient"/> gets is held against each document that is there; here is one of each kind.</summary>
    [Test]
    public async Task Answers_of_each_kind_are_as_the_documents_have_them()
    {
        var answers = new List<SqlApiAnswer>
        {
            await Client.SubmitAsync("select * from range(1500)"),
            await Client.SubmitAsync("create table t as select 1 as a"),
            await Client.SubmitAsync("insert into t values (2)"),
            await Client.SubmitAsync("select 1 as a where false"),
            await Client.SubmitAsync("selec"),
            await Client.SubmitAsync(""),
            await Client.SubmitAsync("select count(*) from range(1000000000000)", "?async=true"),
        };
        answers.Add(await Client.GetAsync(answers[0].Handle, "?partition=1"));
        answers.Add(await Client.CancelAsync(answers[6].Handle));
        answers.Add(await Client.CancelAsync(answers[0].Handle));

        answers.Select(answer => (int)answer.Status).Should().Equal(200, 200, 200, 200, 422, 400, 202, 200, 200, 422);
        foreach (var official in ApiDocuments.Official)
        {
            var theirs = Members(official, "ResultSet", "QueryStatus", "QueryFailureStatus", "CancelStatus").ToList();
            var ours = Members(ApiDocuments.Own, "ResultSet", "QueryStatus", "Error", "CancelStatus")
                .Select(member => member.Replace("Error.", "QueryFailureStatus.", StringComparison.Ordinal));
            theirs.Where(member => !member.Contains(".parameters.", StringComparison.Ordinal)).Except(ours)
                .Should().BeEquivalentTo(NeverRecorded, "our document has all other members of theirs");
        }
    }

    [TestCase("""{"data": [["1"]]}""", 0)]
    [TestCase("""{"data": [["1"]], "code": "090001"}""", 1)]
    [TestCase("""{"data": [[1]]}""", 1)]
    [TestCase("""{}""", 1)]
    public void A_body_with_a_wrong_member_is_seen(string body, int least)
    {
        var schema = ApiDocuments.Own.Root["components"]!["schemas"]!["Partition"]!.AsObject();
        using var json = System.Text.Json.JsonDocument.Parse(body);

        var errors = ApiDocuments.Own.ErrorsOf(json.RootElement, schema);

        errors.Count.Should().BeGreaterThanOrEqualTo(least);
        (errors.Count == 0).Should().Be(least == 0);
    }

    [Test]
    public void Members_in_another_order_are_seen()
    {
        var schema = ApiDocuments.Own.Root["components"]!["schemas"]!["Error"]!.AsObject();
        using var json = System.Text.Json.JsonDocument.Parse("""{"message": "x", "code": "000709", "sqlState": "02000", "statementHandle": null}""");

        ApiDocuments.Own.ErrorsOf(json.RootElement, schema).Should().BeEmpty();
        ApiDocuments.Own.DisorderOf(json.RootElement, schema).Should().ContainSingle();
    }

    private static IEnumerable<string> Members(ApiDocument document, params string[] schemas) =>
        schemas.SelectMany(name => document.MembersOf(name, document.Root["components"]!["schemas"]![name]!));
}
