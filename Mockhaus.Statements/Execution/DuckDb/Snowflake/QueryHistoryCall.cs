using System.Globalization;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Finds <c>INFORMATION_SCHEMA.QUERY_HISTORY(…)</c> and its kin, and reads their arguments.</summary>
internal static class QueryHistoryCall
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 10_000;

    private static readonly string[] Functions = ["QUERY_HISTORY", "QUERY_HISTORY_BY_SESSION", "QUERY_HISTORY_BY_USER"];

    /// <summary>The arguments by position, where they are given without a name. A session or a user is before them.</summary>
    private static readonly string[] Positions = ["END_TIME_RANGE_START", "END_TIME_RANGE_END", "RESULT_LIMIT"];

    public delegate string? Evaluator(IReadOnlyList<SqlToken> tokens, (int First, int End) argument, string type);

    /// <returns>The name of the function, its arguments if it has any, and the index of its last token; or null.</returns>
    public static (string Name, SqlArguments? Call, int Last)? Find(IReadOnlyList<SqlToken> tokens, int i)
    {
        var at = i;
        if (IsPath(tokens, at, "SNOWFLAKE", "ACCOUNT_USAGE", "QUERY_HISTORY"))
        {
            return (Functions[0], null, at + 4);
        }

        // With a database before it, whatever its name.
        at += at + 2 < tokens.Count && tokens[at + 1].First == '.' && tokens[at + 2].Is("INFORMATION_SCHEMA") ? 2 : 0;
        if (at + 2 < tokens.Count && tokens[at].Is("INFORMATION_SCHEMA") && tokens[at + 1].First == '.'
            && Array.Find(Functions, function => tokens[at + 2].Is(function)) is { } name
            && SqlArguments.At(tokens, at + 3) is { } call)
        {
            return (name, call, call.Close);
        }

        return null;
    }

    /// <summary>What the arguments ask for.</summary>
    /// <exception cref="StatementFailedException">An argument is unknown, or not valid.</exception>
    public static (HistoryFilter Filter, int Limit) Filter(string name, SqlArguments? call, Evaluator evaluate)
    {
        var positions = PositionsOf(name);
        var (filter, limit, position) = (new HistoryFilter { Kinds = [HistoryEntryKind.Ended], IncludeLive = true }, call is null ? MaxLimit : DefaultLimit, 0);
        foreach (var argument in call?.Each() ?? [])
        {
            var tokens = call!.Value.Tokens;
            var isNamed = argument.First + 2 < argument.End && tokens[argument.First + 1].First == '=' && tokens[argument.First + 2].First == '>';
            var option = isNamed ? tokens[argument.First].Text.ToString().ToUpperInvariant() : NameAt(positions, position++, name);
            var value = isNamed ? (argument.First + 3, argument.End) : argument;
            switch (option)
            {
                case "END_TIME_RANGE_START":
                    filter = filter with { From = Time(evaluate(tokens, value, "timestamptz")) };
                    break;
                case "END_TIME_RANGE_END":
                    filter = filter with { Before = Time(evaluate(tokens, value, "timestamptz"))?.AddMicroseconds(1) };
                    break;
                case "RESULT_LIMIT" when int.TryParse(evaluate(tokens, value, "integer"), out limit) && limit is >= 1 and <= MaxLimit:
                    break;
                case "RESULT_LIMIT":
                    throw DuckDbErrors.Bind("001015", $"RESULT_LIMIT of {name} is a whole number from 1 to {MaxLimit}.");
                case "SESSION_ID" or "USER_NAME" or "WAREHOUSE_NAME" or "INCLUDE_CLIENT_GENERATED_STATEMENT":
                    // Only the statements of the own session are visible.
                    break;
                default:
                    throw DuckDbErrors.Bind("001015", $"{name} has no argument {option}. It takes {string.Join(", ", positions)}.");
            }
        }

        return (filter, limit);
    }

    private static string[] PositionsOf(string name) => name switch
    {
        "QUERY_HISTORY_BY_SESSION" => ["SESSION_ID", .. Positions],
        "QUERY_HISTORY_BY_USER" => ["USER_NAME", .. Positions],
        _ => Positions,
    };

    private static string NameAt(string[] positions, int position, string name) => position < positions.Length
        ? positions[position]
        : throw DuckDbErrors.Bind("001015", $"{name} takes at most {positions.Length} arguments: {string.Join(", ", positions)}.");

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool IsPath(IReadOnlyList<SqlToken> tokens, int at, params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var index = at + (2 * i);
            if (index >= tokens.Count || !tokens[index].Is(names[i]) || (i > 0 && tokens[index - 1].First != '.'))
            {
                return false;
            }
        }

        return true;
    }
}
