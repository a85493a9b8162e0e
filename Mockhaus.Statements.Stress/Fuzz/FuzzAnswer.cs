using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>One answer off the wire.</summary>
/// <param name="Status">The status; 0: what came is no HTTP.</param>
/// <param name="IsPacked">Whether the body is gzip.</param>
/// <param name="Body">As it came.</param>
/// <param name="IsComplete">Whether the body is as long as it was said to be.</param>
internal sealed record FuzzAnswer(int Status, bool IsPacked, byte[] Body, bool IsComplete)
{
    private const string End = "\r\n";

    /// <summary>All that came on one connection, without those of the class 1xx.</summary>
    public static IReadOnlyList<FuzzAnswer> Parse(ReadOnlySpan<byte> bytes)
    {
        var answers = new List<FuzzAnswer>();
        while (bytes.Length > 0)
        {
            var length = bytes.IndexOf("\r\n\r\n"u8);
            if (length < 0 || !bytes.StartsWith("HTTP/1."u8))
            {
                answers.Add(new(0, false, bytes.ToArray(), false));
                break;
            }

            var lines = Encoding.Latin1.GetString(bytes[..length]).Split(End);
            var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
            bytes = bytes[(length + 4)..];
            if (status >= 200)
            {
                var (body, isComplete) = HeaderOf(lines, "Transfer-Encoding") is "chunked" ? Chunks(ref bytes) : Piece(ref bytes, HeaderOf(lines, "Content-Length"));
                answers.Add(new(status, HeaderOf(lines, "Content-Encoding") is "gzip", body, isComplete));
            }
        }

        return answers;
    }

    private static string? HeaderOf(string[] lines, string name) =>
        lines.Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private static (byte[] Body, bool IsComplete) Piece(ref ReadOnlySpan<byte> bytes, string? said)
    {
        var length = said is null ? 0 : int.Parse(said, CultureInfo.InvariantCulture);
        var body = bytes[..Math.Min(length, bytes.Length)].ToArray();
        bytes = bytes[body.Length..];
        return (body, body.Length == length);
    }

    private static (byte[] Body, bool IsComplete) Chunks(ref ReadOnlySpan<byte> bytes)
    {
        var body = new List<byte>();
        while (bytes.IndexOf("\r\n"u8) is var end and > 0)
        {
            var length = int.Parse(Encoding.Latin1.GetString(bytes[..end]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            bytes = bytes[(end + 2)..];
            if (bytes.Length < length + 2)
            {
                break;
            }

            body.AddRange(bytes[..length]);
            bytes = bytes[(length + 2)..];
            if (length == 0)
            {
                return ([.. body], true);
            }
        }

        return ([.. body], false);
    }
}
