using System.Globalization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A table of rows. New rows are added to the newest table; the oldest is dropped when none of its rows is needed.</summary>
internal sealed class Generation(int number, long firstSeq)
{
    public const string Prefix = "generation_";

    public int Number { get; } = number;

    /// <summary>The lowest number that its rows can have.</summary>
    public long FirstSeq { get; } = firstSeq;

    public string Table { get; } = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>Its approximate size in bytes.</summary>
    public long Size { get; set; }

    public int Rows { get; set; }
}
