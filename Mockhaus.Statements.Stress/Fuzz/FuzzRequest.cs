using System.Text;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>A request as it goes over the wire.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="IsWhole">Whether it is HTTP with a body as long as it says, so that it has to be answered. Otherwise its sender
/// says no more behind it, and to be hung up on is an answer too.</param>
internal sealed record FuzzRequest(byte[] Bytes, bool IsWhole)
{
    /// <summary>A command that sends it again.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("printf '");
        foreach (var value in Bytes)
        {
            _ = value switch
            {
                (byte)'%' => text.Append("%%"),
                (byte)'\\' => text.Append(@"\\"),
                (byte)'\r' => text.Append(@"\r"),
                (byte)'\n' => text.Append(@"\n"),
                < 0x20 or >= 0x7f or (byte)'\'' => text.Append(@"\x").Append(Convert.ToHexString([value])),
                _ => text.Append((char)value),
            };
        }

        return text.Append("' | nc -q 60 127.0.0.1 8084").ToString();
    }
}
