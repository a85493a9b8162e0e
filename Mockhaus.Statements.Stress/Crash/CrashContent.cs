using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>Rows that follow from their statement and number, so that another process can tell what they have to be; and short prints of what was stored.</summary>
internal static class CrashContent
{
    private const int PrintLength = 10;

    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch.</param>
    /// <param name="revision">Tells apart the batches that were written under one number, one after the other.</param>
    public static ResultBatch Batch(StatementHandle handle, int number, int revision)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{handle} {number} {revision}"));
        var random = new Random(BitConverter.ToInt32(digest));
        var bytes = new byte[Length(random)];
        random.NextBytes(bytes);
        return new(new(number, revision, bytes.Length, bytes.Length, BatchEncoding.Identity), bytes);
    }

    /// <summary>Everything a statement says, short.</summary>
    public static string Print(Statement statement) => Print(JsonSerializer.SerializeToUtf8Bytes(statement));

    /// <summary>Everything a batch says, short.</summary>
    public static string Print(ResultBatch batch) => Print([.. JsonSerializer.SerializeToUtf8Bytes(batch.Info), .. batch.Payload.Span]);

    private static string Print(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes).AsSpan(0, PrintLength));

    /// <summary>Mostly small, some so large that they fill a table of the file in a few steps.</summary>
    private static int Length(Random random) => random.Next(20) switch
    {
        0 => random.Next(60_000, 300_000),
        < 5 => random.Next(4_000, 40_000),
        _ => random.Next(4_000),
    };
}
