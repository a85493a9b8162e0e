using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Mockhaus.Statements;

/// <summary>Identifies a statement for as long as it, or its tombstone, is kept.</summary>
/// <remarks>
/// A UUID. New handles are UUIDv7, so they sort by creation time; a host can supply its own, of any version.
/// </remarks>
/// <param name="Value">The UUID.</param>
[JsonConverter(typeof(StatementHandleJsonConverter))]
public readonly record struct StatementHandle(Guid Value)
{
    /// <summary>Creates a handle: a UUIDv7 with the current time of <paramref name="timeProvider"/>.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>A handle that no other call returns.</returns>
    public static StatementHandle New(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        return new(Guid.CreateVersion7(timeProvider.GetUtcNow()));
    }

    /// <summary>Reads a handle in the 8-4-4-4-12 hexadecimal form, in any case, and in no other.</summary>
    /// <param name="text">The text; white space around it is not accepted.</param>
    /// <param name="handle">The handle, or the default when the text is not a handle.</param>
    /// <returns>Whether the text is a handle.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out StatementHandle handle)
    {
        // Guid.TryParseExact trims white space and takes "+" and "0x" in front of a group; the result is compared with the text.
        Span<char> canonical = stackalloc char[36];
        var valid = Guid.TryParseExact(text, "D", out var value)
            && value.TryFormat(canonical, out _, "D")
            && text.AsSpan().Equals(canonical, StringComparison.OrdinalIgnoreCase);
        handle = valid ? new(value) : default;
        return valid;
    }

    /// <summary>Reads a handle in the 8-4-4-4-12 hexadecimal form, in any case, and in no other.</summary>
    /// <param name="text">The text; white space around it is not accepted.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="FormatException">The text is not a handle.</exception>
    public static StatementHandle Parse(string text) =>
        TryParse(text, out var handle)
            ? handle
            : throw new FormatException("A statement handle has 32 hexadecimal digits in the form 8-4-4-4-12.");

    /// <summary>The handle as it is written in URLs and JSON: lower case, 8-4-4-4-12.</summary>
    /// <returns>36 characters.</returns>
    public override string ToString() => Value.ToString("D");
}
