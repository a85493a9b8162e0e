using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Execution;

public sealed class SqlSplitterTests
{
    private const int Megabyte = 1_048_576;

    [TestCase("select 1; select 2", "select 1", "select 2")]
    [TestCase(" ;\n; select 1 ;; \u00a0 ; -- x\n ; /* y */ ; select 2 ;", "select 1", "select 2")]
    [TestCase("-- first\nselect 1; /* second */ select 2 -- end", "-- first\nselect 1", "/* second */ select 2 -- end")]
    [TestCase("select 'a;b'; select 'it''s;'; select '\\'; select 4", "select 'a;b'", "select 'it''s;'", "select '\\'", "select 4")]
    [TestCase("select E'a\\';b'; select e'a'';\\\\'; select 3", "select E'a\\';b'", "select e'a'';\\\\'", "select 3")]
    [TestCase("select E'a' -- ;\n 'b\\';c'; select 2", "select E'a' -- ;\n 'b\\';c'", "select 2")]
    [TestCase("select E'a' 'b\\'; select 2", "select E'a' 'b\\'", "select 2")]
    [TestCase("select date'a\\'; select 2", "select date'a\\'", "select 2")]
    [TestCase("select 1 as \"a;\"\"b;\"; select 2", "select 1 as \"a;\"\"b;\"", "select 2")]
    [TestCase("select $$a;'b$$; select $t$a;$$;$T$;$t$; select 3", "select $$a;'b$$", "select $t$a;$$;$T$;$t$", "select 3")]
    [TestCase("select $1; select $2 as a$$; select 3 as b$$", "select $1", "select $2 as a$$", "select 3 as b$$")]
    [TestCase("select /* a;/* b;*/ c; */ 1; select 2", "select /* a;/* b;*/ c; */ 1", "select 2")]
    [TestCase("select 1 -- a;b\r; select 2", "select 1 -- a;b", "select 2")]
    [TestCase("select 4 / 2; select 4 - 2; select 4 * 2", "select 4 / 2", "select 4 - 2", "select 4 * 2")]
    public void Only_semicolons_of_the_sql_itself_split_it(string sql, params string[] parts) =>
        SqlSplitter.Split(sql).Should().Equal(parts);

    [TestCase("select 1; select 'a; select 2")]
    [TestCase("select 1; select e'a\\'; select 2")]
    [TestCase("select 1; select \"a; select 2")]
    [TestCase("select 1; select $t$a; select $$2")]
    [TestCase("select 1; select /* /* a */; select 2")]
    [TestCase("select 1; /* a; select 2")]
    public void What_is_not_closed_is_one_part_for_the_database_to_refuse(string sql) =>
        SqlSplitter.Split(sql).Should().Equal("select 1", sql[10..]);

    [TestCase("")]
    [TestCase(" \t\r\n")]
    [TestCase(";;;")]
    [TestCase("-- only; a comment")]
    [TestCase("/* only */;-- comments\n;\u200b;\ufeff")]
    public void Comments_alone_are_no_statement(string sql) => SqlSplitter.Split(sql).Should().BeEmpty();

    [Test]
    public void Statements_that_are_joined_come_apart_again()
    {
        string[] words = ["select ';'", "a$b", "e'\\';'", "$$;\"$$", "$x$;$$;$x$", "\";--\"", "/*;'*/ 1", "2 --;'\n+ 3", "''", "x'ab'", "'a''b;'"];
        string[] gaps = [" ", "\n", "/*;*/", "--;\r\n", ";", ""];
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => string.Join(" , ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => words[random.Next(words.Length)])))
                .ToList();
            var gap = gaps[random.Next(gaps.Length)];
            SqlSplitter.Split(string.Concat(parts.Select(part => $"{part};{(gap == "/*;*/" ? $"{gap};" : gap)}"))).Select(Bare).Should().Equal(parts);
        }

        // The comment of a gap belongs to what follows it.
        static string Bare(string part) => part.StartsWith("--;\r\n", StringComparison.Ordinal) ? part[5..] : part;
    }

    [TestCase("'")]
    [TestCase("\"")]
    [TestCase("e'")]
    [TestCase("\\'")]
    [TestCase("e'' ")]
    [TestCase("$")]
    [TestCase("$a")]
    [TestCase("$a$b")]
    [TestCase("/*")]
    [TestCase("/**/")]
    [TestCase("--")]
    [TestCase("-- \n")]
    [TestCase("e''\n--\n")]
    [TestCase(" ")]
    [TestCase("\u00e9")]
    public async Task A_hostile_megabyte_takes_linear_time(string piece)
    {
        var sql = string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length));
        var splitting = Task.Run(() => SqlSplitter.Split(sql));
        (await splitting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System)).Count.Should().BeLessThan(2);
    }

    [Test]
    public void A_megabyte_of_semicolons_is_nothing_and_of_statements_is_all_of_them()
    {
        SqlSplitter.Split(new string(';', Megabyte)).Should().BeEmpty();
        SqlSplitter.Split(string.Concat(Enumerable.Repeat("a;", Megabyte / 2))).Count.Should().Be(Megabyte / 2);
    }
}
