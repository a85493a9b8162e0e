using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>Parses the faults of a header, query tag or option: <c>[operation:]word[=value][@first][*times]</c>, separated by semicolons
/// or commas.</summary>
internal static partial class FaultParser
{
    private const int MaxLength = 1000;
    private const int MaxNumber = 1_000_000;
    private const string Known =
        "Use 401, 408, 429, 500, 503 and 504 (=after; 429=handle), drop (=after, =body), running (=hh:mm:ss), expire, rows=N and advance=hh:mm:ss, "
        + "with post:, get:, partition: or cancel: before them and @first and *times after them, such as '429*2; get:drop@3'.";

    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(3650);

    /// <summary>Parses faults.</summary>
    /// <param name="text">The text; an empty one has no faults.</param>
    /// <param name="bringer">The operation of a status or drop that does not specify one.</param>
    /// <exception cref="SqlApiException">A part of the text is unknown: 400.</exception>
    public static IReadOnlyList<FaultRule> Parse(string? text, FaultOperations bringer)
    {
        if (text?.Length > MaxLength)
        {
            throw Refused($"It has {text.Length} characters; the limit is {MaxLength}.");
        }

        return
        [
            .. (text ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(rule => ParseRule(rule, bringer)),
        ];
    }

    public static SqlApiException Refused(string what) => new(
        StatusCodes.Status400BadRequest, new(SqlApiErrors.InvalidPayloadCode, "22000", $"The requested fault is not valid. {what}"));

    private static FaultRule ParseRule(string text, FaultOperations bringer)
    {
        var match = Item().Match(text);
        var named = OperationOf(match.Groups["operation"].Value);
        var value = match.Groups["value"] is { Success: true } given ? given.Value.ToUpperInvariant() : null;
        var rule = (match.Groups["word"].Value.ToUpperInvariant(), value) switch
        {
            ("401" or "408" or "429" or "500" or "503" or "504", null or "AFTER") or ("429", "HANDLE") =>
                new FaultRule(FaultKind.Answer, named ?? bringer)
                {
                    Number = int.Parse(match.Groups["word"].ValueSpan, CultureInfo.InvariantCulture),
                    Timing = TimingOf(value),
                },
            ("DROP", null or "AFTER" or "BODY") => new(FaultKind.Drop, named ?? bringer) { Timing = TimingOf(value) },
            ("RUNNING", null) => new(FaultKind.Running, named ?? (FaultOperations.Post | FaultOperations.Get)),
            ("RUNNING", not null) when TimeOf(value) is { } time =>
                new(FaultKind.Running, named ?? (FaultOperations.Post | FaultOperations.Get)) { Time = time },
            ("EXPIRE", null) => new(FaultKind.Expire, named ?? FaultOperations.Get) { Times = int.MaxValue },
            ("ROWS", not null) when NumberOf(value) is { } rows => new(FaultKind.Rows, named ?? FaultOperations.None) { Number = rows },
            ("ADVANCE", not null) when TimeOf(value) is { } time => new(FaultKind.Advance, named ?? FaultOperations.None) { Time = time },
            _ => throw Unknown(text),
        };
        return WithCounts(rule, match.Groups["first"], match.Groups["times"]) is { } counted && IsPossible(counted) ? counted : throw Unknown(text);
    }

    /// <summary>Returns null when a count is invalid, or does not apply to the fault.</summary>
    private static FaultRule? WithCounts(FaultRule rule, Group first, Group times)
    {
        var isOne = rule.Kind is FaultKind.Answer or FaultKind.Drop || rule is { Kind: FaultKind.Running, Time: null };
        if ((first.Success && !isOne && rule.Kind != FaultKind.Expire) || (times.Success && !isOne))
        {
            return null;
        }

        var (from, count) = (first.Success ? NumberOf(first.Value) : 1, times.Success ? NumberOf(times.Value) : rule.Times);
        return from is null || count is null ? null : rule with { First = from.Value, Times = count.Value };
    }

    private static bool IsPossible(FaultRule rule) => rule.Kind switch
    {
        FaultKind.Running => (rule.Operations & FaultOperations.Cancel) == 0,
        FaultKind.Expire => (rule.Operations & FaultOperations.Get) != 0,
        FaultKind.Rows or FaultKind.Advance => rule.Operations == FaultOperations.None,
        _ => true,
    };

    private static FaultOperations? OperationOf(string text) => text.ToUpperInvariant() switch
    {
        "POST" => FaultOperations.Post,
        "GET" => FaultOperations.Get,
        "PARTITION" => FaultOperations.Partition,
        "CANCEL" => FaultOperations.Cancel,
        _ => null,
    };

    private static FaultTiming TimingOf(string? value) => value switch
    {
        "AFTER" => FaultTiming.After,
        "BODY" => FaultTiming.Body,
        "HANDLE" => FaultTiming.Handle,
        _ => FaultTiming.Before,
    };

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxNumber ? number : null;

    /// <summary>A number without colons is refused, because .NET reads it as days.</summary>
    private static TimeSpan? TimeOf(string text) =>
        text.Contains(':', StringComparison.Ordinal)
        && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time)
        && time > TimeSpan.Zero
        && time <= MaxTime
            ? time
            : null;

    private static SqlApiException Unknown(string rule) => Refused($"'{rule}' is unknown. {Known}");

    [GeneratedRegex(
        @"^((?<operation>post|get|partition|cancel):)?(?<word>[a-z]+|[0-9]{3})(=(?<value>[a-z]+|[0-9.:]+))?(@(?<first>[0-9]+))?(\*(?<times>[0-9]+))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Item();
}
