using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Formatting;

/// <summary>Random moments, columns, offsets and formats against what the texts without a format mean, told by DateTime's own formats.</summary>
public sealed class RandomFormatTests
{
    private const int Formats = 40;
    private const int Moments = 20;
    private const long Min = -62_135_596_800 + 86_400;
    private const long Max = 253_402_300_799 - 86_400;

    /// <summary>Elements, and DateTime's formats for them. Those of fractions are shown by hand: a tick has seven digits.</summary>
    private static readonly (string Element, string Clr)[] Elements =
    [
        ("YYYY", "yyyy"), ("YY", "yy"), ("MM", "MM"), ("MON", "MMM"), ("MMMM", "MMMM"), ("DD", "dd"), ("DY", "ddd"), ("HH24", "HH"), ("HH12", "hh"),
        ("AM", "tt"), ("pm", "tt"), ("MI", "mm"), ("ss", "ss"), ("TZH:TZM", "zzz"), ("-", "'-'"), ("\"MM\"", "'MM'"), ("T", "'T'"), (" ", "' '"),
    ];

    [Test]
    public async Task A_formatted_cell_shows_the_moment_that_its_text_without_a_format_means([Values(1, 20261125)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Formats; round++)
        {
            await CheckAsync(random, [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(Elements.Length + 10))], seed);
        }
    }

    private static async Task CheckAsync(Random random, int[] chosen, int seed)
    {
        var type = (ResultColumnType)random.Next((int)ResultColumnType.TimestampNtz, (int)ResultColumnType.TimestampTz + 1);
        var column = ResultColumn.Temporal("x", type, random.Next(10));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(random.Next(2) == 0 ? "America/St_Johns" : "Asia/Kathmandu");

        // A comma between them: two elements in a row could be read as another.
        var format = string.Join(',', chosen.Select(Element));
        var settings = Settings.Of(("TIMESTAMP_OUTPUT_FORMAT", format), ("TIMEZONE", zone.Id));
        for (var row = 0; row < Moments; row++)
        {
            var (seconds, nanoseconds, offset) = (random.NextInt64(Min, Max) >> random.Next(38), random.Next(1_000_000_000), random.Next(-840, 841));
            var plain = await ResultBench.CellAsync(column, writer => Write(writer, type, seconds, nanoseconds, offset));
            var formatted = await ResultBench.CellAsync(column, settings, writer => Write(writer, type, seconds, nanoseconds, offset));

            formatted.Should().Be(Expected(plain!, column, zone, chosen), "{0} of {1} in {2} (seed {3})", format, plain, column, seed);
        }
    }

    private static void Write(RowWriter row, ResultColumnType type, long seconds, int nanoseconds, int offset)
    {
        if (type == ResultColumnType.TimestampTz)
        {
            row.WriteTimestampTz(seconds, nanoseconds, offset);
        }
        else
        {
            row.WriteTimestamp(seconds, nanoseconds);
        }
    }

    private static string Expected(string plain, ResultColumn column, TimeZoneInfo zone, int[] chosen)
    {
        var (total, minutes) = column.Type == ResultColumnType.TimestampTz
            ? CellDecoder.NanosecondsAndOffset(plain, column.Scale!.Value)
            : (CellDecoder.Nanoseconds(plain, column.Scale!.Value), 0);
        var (seconds, nanoseconds) = CellDecoder.Split(total!.Value);
        var instant = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var moment = column.Type == ResultColumnType.TimestampLtz ? TimeZoneInfo.ConvertTime(instant, zone) : instant.ToOffset(TimeSpan.FromMinutes(minutes));
        return string.Join(',', chosen.Select(choice => choice < Elements.Length
            ? moment.ToString(Elements[choice].Clr, CultureInfo.InvariantCulture)
            : nanoseconds.ToString("D9", CultureInfo.InvariantCulture)[..(choice - Elements.Length)]));
    }

    private static string Element(int choice) => choice < Elements.Length ? Elements[choice].Element : $"FF{choice - Elements.Length}";
}
