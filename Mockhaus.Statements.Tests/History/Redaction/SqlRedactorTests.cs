using System.Text;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.History.Redaction;

public sealed class SqlRedactorTests
{
    [TestCase("select 'secret', 42 from t where a = 1.5e-3", "select ?, ? from t where a = ?")]
    [TestCase("select 'it''s', E'a\\'b', X'00ff', N'x', $$a$$, $tag$b 'c' $tag$", "select ?, ?, ?, ?, ?, ?")]
    [TestCase("select 0x1F, 1_000, .5, 1., -1, 1e5, 12and", "select ?, ?, ?, ?, -?, ?, ?")]
    [TestCase("select a -- a comment 'x'\n, b /* and /* nested */ one */ from t", "select a , b from t")]
    [TestCase("select a/**/b", "select a b")]
    [TestCase("  select\n\t 1  ;  ", "select ? ;")]
    [TestCase("select \"a column\", \"b\"\"c\" from \"t 1\"", "select \"a column\", \"b\"\"c\" from \"t 1\"")]
    [TestCase("select * from t where a = \"value\" and \"b\" > \"value\"", "select * from t where a = ? and \"b\" > ?")]
    [TestCase("select * from t where a = $1 and b = ? and c = $name", "select * from t where a = $1 and b = ? and c = $name")]
    [TestCase("select a$b, _x, täble from t", "select a$b, _x, täble from t")]
    [TestCase("create user u password = 'p' key='k'", "create user u password = ? key=?")]
    [TestCase("create user u PASSWORD=hunter2 role", "create user u PASSWORD=? role")]
    [TestCase("create user u identified by hunter2-x!9 for t", "create user u identified by ?-?!? for t")]
    [TestCase("set password to hunter2", "set password to ?")]
    [TestCase("create secret s (type s3, aws_secret_key abc, api_token => \"def\")", "create secret ? (type s3, aws_secret_key ?, api_token => ?)")]
    [TestCase("create table t (id int primary key, k int unique)", "create table t (id int primary key, k int unique)")]
    [TestCase("select token, key from t", "select token, key from t")]
    [TestCase("select * from t where a in (\"v1\", \"v2\") and b like \"v3\"", "select * from t where a in (?, ?) and b like ?")]
    [TestCase("insert into \"t\" (\"a\", \"b\") values (\"v1\", 2), (\"v2\", \"v3\")", "insert into \"t\" (\"a\", \"b\") values (?, ?), (?, ?)")]
    [TestCase("select * from t where a in (select \"b\" from \"u\")", "select * from t where a in (select \"b\" from \"u\")")]
    [TestCase("create user u password=1abc-hunter2, k int", "create user u password=?-?, k int")]
    [TestCase("create user u password = @hunter2", "create user u password = @?")]
    [TestCase("create user u password = (hunter2)", "create user u password = (?)")]
    [TestCase("alter user u identified with sha256 by hunter2 replace old", "alter user u identified with ? by ? replace ?")]
    [TestCase("set secretkey = a, passwords = b, password2 = c", "set secretkey = ?, passwords = ?, password2 = ?")]
    [TestCase("select $250, $9.5, $12", "select $?, $?, $12")]
    [TestCase("", "")]
    [TestCase("-- only a comment", "")]
    public void Values_are_replaced_and_the_rest_stays(string sql, string redacted) =>
        SqlRedactor.Redact(sql, isParsed: true, int.MaxValue).Should().Be(redacted);

    [TestCase("select 'open", "select ?")]
    [TestCase("select mark from \"open", "select ? from ?")]
    [TestCase("select $$open", "select ?")]
    [TestCase("select $a$ open $b$", "select ?")]
    [TestCase("select mark /* open", "select ? ?")]
    [TestCase("select e'a\\'", "select ?")]
    [TestCase("select 'a\\'mark\\'c' as x from t", "select ?\\? as ? from ?")]
    [TestCase("it's a test", "?")]
    public void What_is_not_closed_goes_to_the_end_and_only_keywords_stay(string sql, string redacted) =>
        SqlRedactor.Redact(sql, isParsed: true, int.MaxValue).Should().Be(redacted);

    [Test]
    public void Of_sql_that_was_not_parsed_only_keywords_stay() =>
        SqlRedactor.Redact("selec hunter2 from \"my table\" where name = x.y order by 1", isParsed: false, int.MaxValue)
            .Should().Be("? ? from ? where ? = ?.? order by ?");

    [Test]
    public void The_result_is_cut_after_a_whole_token()
    {
        SqlRedactor.Redact("select abcdef, 'x'", isParsed: true, 12).Should().Be("select");
        SqlRedactor.Redact("select abcdef, 'x'", isParsed: true, 13).Should().Be("select abcdef");
        SqlRedactor.Redact("select \U0001F600\U0001F600", isParsed: true, 9).Should().Be("select");
    }

    [Test]
    public void Redacting_twice_is_redacting_once([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var sql = RandomSql(random);
            var isParsed = random.Next(2) == 0;
            var once = SqlRedactor.Redact(sql, isParsed, int.MaxValue);

            SqlRedactor.Redact(once, isParsed, int.MaxValue).Should().Be(once, "the text is {0}", sql);
        }
    }

    [TestCase("'")]
    [TestCase("''")]
    [TestCase("\"")]
    [TestCase("/*")]
    [TestCase("$$ ")]
    [TestCase("$a$")]
    [TestCase("E'\\")]
    [TestCase("1")]
    [TestCase("\0")]
    [TestCase("\ud800")]
    [TestCase("\u200b")]
    [TestCase("key=")]
    public void A_megabyte_of_one_token_is_redacted_at_once(string token)
    {
        var sql = new StringBuilder().Insert(0, token, 1_000_000 / token.Length).ToString();
        var start = TimeProvider.System.GetTimestamp();

        SqlRedactor.Redact(sql, isParsed: true, int.MaxValue).Length.Should().BeLessThanOrEqualTo(sql.Length);

        // A text that were read again and again would take minutes.
        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    private static string RandomSql(Random random)
    {
        string[] parts =
        [
            "'", "''", "\"", "$$", "$a$", "$", "/*", "*/", "--", "\n", " ", "E'", "e", "x", "N", "\\", "1", ".", "5e", "-", "+", "0x", "_", "?", "select", "from",
            "abc", "key", "password", "=", ">", ",", "(", ")", ";", "ä", "\ud83d", "\0", "\u00a0", "by", ":", "a.b",
        ];
        var text = new StringBuilder();
        for (var i = random.Next(1, 16); i > 0; i--)
        {
            text.Append(parts[random.Next(parts.Length)]);
        }

        return text.ToString();
    }
}
