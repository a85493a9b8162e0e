using System.Globalization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>One table of rows. New rows go to the newest; the oldest is dropped once nothing in it is needed.</summary>
internal sealed class Generation(int number, long firstSeq)
{
    public const string Prefix = "generation_";

    public int Number { get; } = number;

    /// <summary>All its rows have this number or a higher one.</summary>
    public long FirstSeq { get; } = firstSeq;

    public string Table { get; } = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>About how many bytes it holds.</summary>
    public long Size { get; set; }

    public int Rows { get; set; }
}
