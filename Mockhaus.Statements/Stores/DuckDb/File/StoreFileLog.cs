namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The header of DuckDB's log, the only part of it without a checksum: DuckDB drops the whole log when it is damaged.</summary>
/// <remarks>
/// An object of numbered properties: 100 (a byte) is the kind of the entry, 98 for this one; 101 the version; in version 2, 102 the
/// sixteen bytes that name the file; 103 a number; and two bytes of ones. A number has seven bits a byte, the lowest first, and each of
/// the sixteen is one. Bytes beyond that are not checked, so that a later DuckDB may add to the header.
/// </remarks>
internal static class StoreFileLog
{
    /// <summary>Larger than any header.</summary>
    public const int HeaderSize = 64;

    private const byte KnownVersion = 2;
    private const int IdLength = 16;

    /// <summary>Whether the bytes are a valid beginning of a log. A log that was cut off is valid: it has no change in it.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes)
    {
        var at = bytes;
        if (!bytes.ContainsAnyExcept((byte)0))
        {
            // After a power failure a file can have zeros only; no change was acknowledged then.
            return true;
        }

        if (!Take(ref at, 100, 0, 98, 101, 0))
        {
            return false;
        }

        // DuckDB itself refuses a version that it does not know.
        if (at is not [KnownVersion, ..])
        {
            return true;
        }

        at = at[1..];
        if (!Take(ref at, 102, 0, IdLength))
        {
            return false;
        }

        for (var i = 0; i < IdLength; i++)
        {
            if (at is [> 127, not 1, ..])
            {
                return false;
            }

            TakeNumber(ref at);
        }

        if (!Take(ref at, 103, 0))
        {
            return false;
        }

        TakeNumber(ref at);
        return at is [] or [255] or [255, 255, ..] or [> 103 and < 128] or [> 103 and < 128, 0, ..];
    }

    private static void TakeNumber(ref ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyInRange((byte)0, (byte)127) + 1;
        bytes = length == 0 ? [] : bytes[length..];
    }

    /// <summary>Consumes the expected bytes, as far as there are bytes left.</summary>
    private static bool Take(ref ReadOnlySpan<byte> bytes, params ReadOnlySpan<byte> expected)
    {
        var length = Math.Min(bytes.Length, expected.Length);
        var isAsExpected = bytes[..length].SequenceEqual(expected[..length]);
        bytes = bytes[length..];
        return isAsExpected;
    }
}
