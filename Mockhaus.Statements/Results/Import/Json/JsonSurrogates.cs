using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Replaces lone surrogates: JSON can contain them (<c>"\ud800"</c>), but JsonElement cannot read a string with one.</summary>
internal static class JsonSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>The JSON with U+FFFD instead of lone surrogates.</summary>
    public static JsonElement Replace(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (raw.IndexOf("\\u"u8) < 0)
        {
            return element;
        }

        var text = Encoding.UTF8.GetString(raw);
        var replaced = Replace(text);
        return replaced == text ? element : JsonElement.Parse(replaced, new() { MaxDepth = JsonLayout.MaxDepth });
    }

    private static string Replace(string json)
    {
        var result = new StringBuilder(json);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                continue;
            }

            if (IsEscape(json, i, 0xd800) && IsEscape(json, i + EscapeLength, 0xdc00))
            {
                i += (2 * EscapeLength) - 1;
            }
            else if (IsEscape(json, i, 0xd800) || IsEscape(json, i, 0xdc00))
            {
                result.Remove(i, EscapeLength).Insert(i, "\\ufffd");
                i += EscapeLength - 1;
            }
            else
            {
                // The escaped character does not start another escape.
                i++;
            }
        }

        return result.ToString();
    }

    /// <summary>Whether a surrogate of the 1,024 from <paramref name="first"/> on is escaped at this position.</summary>
    private static bool IsEscape(string json, int at, int first) =>
        at + EscapeLength <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && int.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        && (code & 0xfc00) == first;
}
