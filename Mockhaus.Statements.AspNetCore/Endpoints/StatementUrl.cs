using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.AspNetCore.Endpoints;

/// <summary>The addresses that responses name.</summary>
internal static class StatementUrl
{
    public const string Root = "/api/v2/statements";

    public static string Of(StatementHandle handle) => $"{Root}/{handle}";

    public static string Of(StatementHandle handle, string? requestId) =>
        requestId is null ? Of(handle) : $"{Root}/{handle}?requestId={Uri.EscapeDataString(requestId)}";

    /// <summary>The Link header of a partition: where the first, the previous, the next and the last one are.</summary>
    public static string Links(StatementHandle handle, Guid requestId, int partition, int count)
    {
        var header = new StringBuilder();
        Add("first", 0);
        if (partition > 0)
        {
            Add("prev", partition - 1);
        }

        if (partition < count - 1)
        {
            Add("next", partition + 1);
        }

        Add("last", count - 1);
        return header.ToString();

        void Add(string relation, int target) => header
            .Append(header.Length > 0 ? "," : "")
            .Append(CultureInfo.InvariantCulture, $"<{Root}/{handle}?requestId={requestId}&partition={target}>; rel=\"{relation}\"");
    }
}
