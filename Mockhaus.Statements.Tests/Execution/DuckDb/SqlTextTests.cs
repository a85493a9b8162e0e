using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class SqlTextTests
{
    [TestCase("select 1 as \"a\", 2 as b", new[] { "a" })]
    [TestCase("select 'it''s \"no\" name' as a", new string[0])]
    [TestCase("select 1 as \"a\"\"b\"", new[] { "a\"b" })]
    [TestCase("select 1 -- \"no\"\n as \"yes\"", new[] { "yes" })]
    [TestCase("select /* \"no\" ' */ 1 as \"yes\"", new[] { "yes" })]
    [TestCase("select '{\"id\":1}' j, id from t", new string[0])]
    [TestCase("select $$ \"no\" $$ as a, E'\\' \"no\"' as b, \"yes\"", new[] { "yes" })]
    [TestCase("select \"db\" . \"t\".\"id\" from \"db\".t", new[] { "id" })]
    [TestCase("select \"a\" \"b\"", new[] { "a", "b" })]
    [TestCase("select \"\"", new[] { "" })]
    [TestCase("select \"open", new string[0])]
    public void Only_names_that_the_sql_itself_quotes_are_exact(string sql, string[] names) =>
        DuckDbSql.QuotedNames(sql).Should().BeEquivalentTo(names);

    [TestCase("BEGIN", "TRANSACTION_BEGIN")]
    [TestCase("  -- note\n /* note */ use x", "USE")]
    [TestCase("start  transaction", "TRANSACTION_BEGIN")]
    [TestCase("select 'begin'", null)]
    [TestCase(" ; /* a /* nested */ one */ ; commit", "TRANSACTION_COMMIT")]
    [TestCase("-- up to here\rrollback", "TRANSACTION_ROLLBACK")]
    [TestCase("beginning", null)]
    [TestCase("", null)]
    [TestCase("with commit as (select 1) from commit", null)]
    public void Commands_that_need_a_session_are_known(string sql, string? command) =>
        DuckDbSql.RefusedCommand(sql, isPart: false).Should().Be(command);

    [TestCase("begin", null)]
    [TestCase("use x", null)]
    [TestCase("/* up */ put file:///a @b", "PUT")]
    [TestCase("get @b file:///a", "GET")]
    public void A_part_of_a_script_may_use_its_session(string sql, string? command) =>
        DuckDbSql.RefusedCommand(sql, isPart: true).Should().Be(command);
}
