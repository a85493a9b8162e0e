namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Maps DuckDB's errors to Snowflake's. The first matching rule is used. docs/sql-api.md has the same table.</summary>
internal static class DuckDbErrorRules
{
    private const string Compilation = "SQL compilation error:";

    /// <summary>The SQLSTATE of errors that can be retried.</summary>
    private const string Conflict = "40001";

    private static readonly DuckDbErrorRule[] Rules =
    [
        new("(FATAL Error:|(IO|TransactionContext) Error: .*([Nn]o space left on device|database has been invalidated))", StatementErrorCodes.DatabaseUnavailable, "58030", "The database has failed, or its disk is full; it is reopened automatically. Try again later. Check whether a change took effect."),
        new("""(Parser|Syntax) Error: .*at or near "(?<value>.*)"$""", "001003", "42000", $"{Compilation}\nsyntax error{{place}} unexpected '{{value}}'."),
        new("(Parser|Syntax) Error: .*at end of input$", "001003", "42000", $"{Compilation}\nsyntax error{{place}} unexpected '<EOF>'."),
        new("""Catalog Error: .* does not exist because schema "(?<name>.*?)" does not exist""", "002003", "02000", $"{Compilation}\nSchema '{{name}}' does not exist or not authorized."),
        new("""(Catalog|Binder) Error: (Table|View) with name "?(?<name>.*?)"? does not exist""", "002003", "42S02", $"{Compilation}\nObject '{{name}}' does not exist or not authorized."),
        new("""Catalog Error: Schema with name "?(?<name>.*?)"? does not exist""", "002003", "02000", $"{Compilation}\nSchema '{{name}}' does not exist or not authorized."),
        new("""(Catalog|Binder) Error: Catalog "?(?<name>.*?)"? does not exist""", "002003", "02000", $"{Compilation}\nDatabase '{{name}}' does not exist or not authorized."),
        new("""Catalog Error: [\w ]*Function with name "?(?<name>.*?)"? does not exist""", "002140", "42601", $"{Compilation}\nUnknown function {{name}}."),
        new("""Catalog Error: Type with name "?(?<name>.*?)"? does not exist""", "002040", "42601", $"{Compilation}\nUnsupported data type '{{name}}'."),
        new("""Catalog Error: [\w ]*with name "?(?<name>.*?)"? already exists""", "002002", "42710", $"{Compilation}\nObject '{{name}}' already exists."),
        new("""Catalog Error: [\w ]*with name "?(?<name>.*?)"? does not exist""", "002003", "02000", $"{Compilation}\nObject '{{name}}' does not exist or not authorized."),
        new("""Binder Error: Referenced column "(?<name>.*?)" not found""", "000904", "42000", $"{Compilation}{{at}}\ninvalid identifier '{{name}}'"),
        new("""Binder Error: Referenced update column (?<name>.*?) not found""", "000904", "42000", $"{Compilation}{{at}}\ninvalid identifier '{{name}}'"),
        new("""Binder Error: Referenced table "(?<path>.*?)" not found""", "000904", "42000", $"{Compilation}{{at}}\ninvalid identifier '{{path}}'"),
        new("""(Catalog|Binder) Error: Table "(?<table>.*?)" does not have a column named "(?<name>[^\n]*)["]""", "000904", "42000", $"{Compilation}{{at}}\ninvalid identifier '{{table}}.{{name}}'"),
        new("""(Catalog|Binder) Error: Table "(?<table>.*?)" does not have a column with name "(?<name>.*?)["]""", "000904", "42000", $"{Compilation}{{at}}\ninvalid identifier '{{name}}'"),
        new("""Binder Error: Ambiguous reference to column name "(?<name>.*?)["]""", "002028", "42601", $"{Compilation}{{at}}\nambiguous column name '{{name}}'"),
        new("""Binder Error: column "(?<name>.*?)" must appear in the GROUP BY""", "000979", "42601", $"{Compilation}{{at}}\n'{{name}}' in select clause is neither an aggregate nor in the group by clause."),
        new("""Binder Error: table (?<table>.*?) has (?<expected>\d+) columns but (?<value>\d+) values""", "002020", "21S01", $"{Compilation}\nInsert value list does not match column list expecting {{expected}} but got {{value}}"),
        new("""Binder Error: No function matches the given name and argument types '(?<name>[^(]*)(?<value>\(.*?\))'\.""", "001044", "42P13", $"{Compilation}{{at}}\nInvalid argument types for function '{{name}}': {{value}}"),
        new("(Invalid Input|Out of Range) Error: .*[Dd]ivision by zero", "100051", "22012", "Division by zero"),
        new("""Conversion Error: Could not convert string ['"](?<value>.*)['"] to BOOL""", "100037", "22018", "Boolean value '{value}' is not recognized"),
        new("""Conversion Error: Could not convert string ['"](?<value>.*)['"] to (U?INT|U?HUGEINT|BIGNUM|DOUBLE|FLOAT|DECIMAL)""", "100038", "22018", "Numeric value '{value}' is not recognized"),
        new("""Conversion Error: (invalid )?date field (format|value out of range): "(?<value>.*?)["]""", "100040", "22007", "Date '{value}' is not recognized"),
        new("""Conversion Error: (invalid )?timestamp field (format|value out of range): "(?<value>.*?)["]""", "100035", "22007", "Timestamp '{value}' is not recognized"),
        new("""Conversion Error: (invalid )?time field (format|value out of range): "(?<value>.*?)["]""", "100108", "22007", "Time '{value}' is not recognized"),
        new("""Conversion Error: Type \w+ with value (?<value>.*?) can't be cast because the value is out of range""", "100039", "22003", "Numeric value '{value}' is out of range"),
        new("""Conversion Error: Could not cast value (?<value>.*?) to DECIMAL""", "100039", "22003", "Numeric value '{value}' is out of range"),
        new("Conversion Error:", "100038", "22018"),
        new("Out ?[oO]f ?Range Error:", "100039", "22003"),
        new("Constraint Error: NOT NULL constraint failed", "100072", "22000", "NULL result in a non-nullable column"),
        new("""TransactionContext Error: (Failed to commit: )?Catalog write-write conflict on \w+ with "([^"]*(\\0|\x00))?(?<name>[^"]*)["]""", StatementErrorCodes.WriteConflict, Conflict, "Another transaction has changed '{name}'."),
        new("""TransactionContext Error: (Failed to commit: )?Transaction conflict: attempting to [a-z ]+ table "(?<name>.*?)" but""", StatementErrorCodes.WriteConflict, Conflict, "Another transaction has changed '{name}'."),
        new("TransactionContext Error: (Failed to commit: )?(Conflict on|PRIMARY KEY or UNIQUE)", StatementErrorCodes.WriteConflict, Conflict, "Another transaction has changed the same rows."),
        new(
            "TransactionContext Error: (Failed to commit: )?(Transaction conflict|Could not commit creation of|Failed to alter table .* concurrent|Attempting to modify table .* another transaction|" +
            "Cannot create index with outstanding|Cannot CHECKPOINT: there are other|Transaction has (dropped|performed) .* there are other|Concurrent changes)",
            StatementErrorCodes.WriteConflict,
            Conflict,
            "Another transaction is using the same object."),
        new("Constraint Error: .*(PRIMARY KEY|primary key) ", "200001", "22000", "A primary key already exists."),
        new("Constraint Error: Duplicate key", "200001", "22000", "Duplicate key value violates unique constraint."),
        new("Constraint Error: Violates foreign key", "200009", "22000", "Foreign key constraint was violated."),
        new("Constraint Error:", "100072", "22000"),
        new("Permission Error:", "003001", "42501"),
        new("(Parser|Syntax) Error:", "001003", "42000"),
        new("Catalog Error:", "002003", "42S02"),
        new("Binder Error:", "002140", "42601"),
    ];

    private static readonly string[] CompilationCodes = ["001003", "002003", "002140"];

    public static StatementError Find(string message, string sql)
    {
        var given = new DuckDbMessage(message, sql);
        foreach (var rule in Rules)
        {
            if (rule.Match(given) is { } error)
            {
                return error.Message == given.Whole && CompilationCodes.Contains(error.Code)
                    ? error with { Message = $"{Compilation}\n{given.Whole}" }
                    : error;
            }
        }

        return new(StatementErrorCodes.ExecutionFailed, "58000", given.Whole);
    }
}
