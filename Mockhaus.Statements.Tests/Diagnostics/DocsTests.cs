using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Tests.Structure;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>docs/diagnostics.md says what the code does.</summary>
public sealed partial class DocsTests
{
    private const string Page = "docs/diagnostics.md";

    /// <summary>The files that hold all messages, and the first id of each.</summary>
    private static readonly (string File, int First)[] Logs =
        [("Mockhaus.Statements/Diagnostics/Log.cs", 1), ("Mockhaus.Statements.AspNetCore/SqlApi/SqlApiLog.cs", 101), ("Mockhaus.Statements.Redis/RedisLog.cs", 201),
        ("samples/Mockhaus.SampleServer/SampleLog.cs", 301)];

    [Test]
    public void Every_span_tag_is_documented_and_no_other() =>
        DocTable.Read(Page, "Spans").Select(row => row[0]).Should().BeEquivalentTo(
            typeof(SpanTags).GetFields().Select(field => (string)field.GetRawConstantValue()!));

    [Test]
    public void Every_instrument_is_documented_with_its_kind_and_unit()
    {
        using var telemetry = new Telemetry();
        using var meter = new StatementMeter(telemetry.Meters, () => default, _ => default);

        DocTable.Read(Page, "Instruments").Select(row => $"{row[0]}, {row[1]}, {row[2]}").Should().Equal(
            telemetry.Instruments.Select(instrument => $"{instrument.Name}, {KindOf(instrument)}, {instrument.Unit}"));
    }

    [Test]
    public void Every_instruments_tags_are_documented()
    {
        using var telemetry = new Telemetry();
        using var diagnostics = new StatementDiagnostics(new(), telemetry.Meters, NullLogger.Instance, () => default(StatementLoad) with { History = default(HistoryLoad) }, _ => new("other_sql", "SELECT"));
        var statement = Samples.Submitted(TimeProvider.System, "session", null) with { Parent = null };
        var now = statement.CreatedAt;
        diagnostics.Submitted(statement);
        diagnostics.Started(statement with { StartedAt = now });
        diagnostics.Finished(statement with { Status = StatementStatus.Failed, Error = new("1", "2", "3"), CompletedAt = now }, null);
        diagnostics.Swept(new(1, 0));
        diagnostics.HistoryAppended(1);
        telemetry.Readings.Should().HaveCount(7);
        var read = telemetry.Readings.ToList();
        telemetry.Observe();

        foreach (var row in DocTable.Read(Page, "Instruments"))
        {
            read.Concat(telemetry.Readings).First(reading => reading.Instrument == row[0]).Tags.Keys
                .Should().BeEquivalentTo(row[3].Split(", ", StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Test]
    public void Every_log_message_is_documented_under_its_id_and_name()
    {
        var messages = Logs.SelectMany(log => LogMessages().Matches(SourceTree.Read(log.File)))
            .Select(match => $"{match.Groups["id"]}, {match.Groups["name"]}, {match.Groups["level"]}, {match.Groups["text"]}").ToList();

        messages.Should().HaveCount(SourceTree.Production.Sum(file => file.Text.Split("[LoggerMessage").Length - 1), "all of them stand in these files");
        DocTable.Read(Page, "Log events").Select(row => string.Join(", ", row)).Should().Equal(messages);
    }

    [Test]
    public void Log_messages_are_numbered_in_order_and_take_neither_statements_nor_texts_of_them()
    {
        foreach (var (file, first) in Logs)
        {
            var messages = LogMessages().Matches(SourceTree.Read(file));

            messages.Select(match => match.Groups["id"].Value).Should().Equal(Enumerable.Range(first, messages.Count).Select(id => $"{id}"));
            messages.Select(match => match.Groups["parameters"].Value).Should().NotContain(
                parameters => Regex.IsMatch(parameters, @"\b(Statement|StatementError|StatementBinding|StatementRequest) |\b(sql|message|binding|session)\w*(,|$)", RegexOptions.IgnoreCase));
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    [GeneratedRegex(
        @"\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+), ""(?<text>[^""]*)""\)\]\s+public static partial void (?<name>\w+)\((?<parameters>[^)]*)\)")]
    private static partial Regex LogMessages();
}
