using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.Endpoints;

/// <summary>The addresses that responses name: below the prefix that the host has mapped the API to, if any.</summary>
internal static class StatementUrl
{
    public const string Api = "/api/v2";

    public const string Statements = "/statements";

    private const string Root = Api + Statements;

    public static string Of(HttpRequest request, StatementHandle handle) => $"{RootOf(request)}/{handle}";

    public static string Of(HttpRequest request, StatementHandle handle, string requestId) =>
        $"{Of(request, handle)}?requestId={Uri.EscapeDataString(requestId)}";

    /// <summary>The Link header of a partition: where the first, the previous, the next and the last one are.</summary>
    public static string Links(HttpRequest request, StatementHandle handle, Guid requestId, int partition, int count)
    {
        var header = new StringBuilder();
        var url = Of(request, handle);
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
            .Append(CultureInfo.InvariantCulture, $"<{url}?requestId={requestId}&partition={target}>; rel=\"{relation}\"");
    }

    private static string RootOf(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        var root = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        return root <= 0 ? Root : path[..root] + Root;
    }
}
