using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class RequestIdsTests
{
    [Test]
    public void A_statement_without_a_request_id_has_the_same_one_on_each_server_and_after_each_restart() =>
        RequestIds.From(StatementHandle.Parse("01a20461-190b-7a04-bc5e-81b7966896fb")).ToString()
            .Should().Be("86421a84-cf3c-8217-86f6-87bc3c63466c", "clients compare what they read today with what they read yesterday");

    [Test]
    public void New_ones_are_random_UUIDs_that_differ()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => RequestIds.New().ToString()).ToList();

        ids.Should().OnlyHaveUniqueItems().And.OnlyContain(id => id[14] == '4' && "89ab".Contains(id[19]));
    }
}
