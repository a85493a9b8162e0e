using System.Globalization;

namespace Mockhaus.Statements.Tests.History.Redaction;

/// <summary>SQL with a mark in each class of token that can be a value.</summary>
internal static class PlantedSql
{
    public const string Mark = "zqmark";

    private static readonly string[] Values =
    [
        "'{0}'", "E'{0}\\'{0}'", "X'{0}'", "$${0}$$", "$t${0}$t$", "'it''s {0}'", "N'{0}'", "-- {0}\n 1", "/* {0} /* {0} */ */ 1", "'\n{0}'", "123{0}",
        "0x{0}", "'{0}' || '{0}'", "e'\\\\{0}'", "1.5{0}",
    ];

    private static readonly string[] Frames =
    [
        "select {0} from t where a = {1}", "insert into t values ({0}, {1})", "update t set a = {0} where b in ({1}, {0})", "with c as (select {0}) select * from c -- {2}",
        "create user u password = {0}", "call f({0}, {1}) /* {2} */", "select case when a > {0} then {1} end as \"name\" from t;",
    ];

    public static string Next(Random random, bool isBroken)
    {
        string Value() => string.Format(CultureInfo.InvariantCulture, Values[random.Next(Values.Length)], Mark + random.Next(1000));
        var sql = string.Format(CultureInfo.InvariantCulture, Frames[random.Next(Frames.Length)], Value(), Value(), Mark);
        if (isBroken)
        {
            sql = random.Next(4) switch
            {
                0 => sql[..random.Next(sql.Length / 2, sql.Length)],
                1 => sql.Remove(random.Next(sql.Length), 1),
                2 => sql.Insert(random.Next(sql.Length), "'"),
                _ => sql.Replace(" t", $" {Mark}", StringComparison.Ordinal),
            };
        }

        return sql;
    }
}
