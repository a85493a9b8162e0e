using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The URLs in responses, including the prefix that the host has mapped the API to.</summary>
internal static class StatementUrl
{
    public const string Api = "/api/v2";

    public const string Statements = "/statements";

    private const string Root = Api + Statements;

    /// <summary>The buffer size in characters, above that of four links without a prefix.</summary>
    private const int UsualLength = 1024;

    public static string For(HttpRequest request, StatementHandle handle) => $"{RootOf(request)}/{handle}";

    public static string For(HttpRequest request, StatementHandle handle, string requestId) =>
        $"{For(request, handle)}?requestId={Uri.EscapeDataString(requestId)}";

    /// <summary>The Link header of a partition, with the URLs of the first, the previous, the next and the last partition. Each link has
    /// its own request id.</summary>
    public static string Links(HttpRequest request, StatementHandle handle, int partition, int count)
    {
        var target = $"<{For(request, handle)}?requestId=";
        var header = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualLength]);
        Add(ref header, target, 0, "first");
        if (partition > 0)
        {
            Add(ref header, target, partition - 1, "prev");
        }

        if (partition < count - 1)
        {
            Add(ref header, target, partition + 1, "next");
        }

        Add(ref header, target, count - 1, "last");
        return header.ToStringAndClear();
    }

    private static void Add(ref DefaultInterpolatedStringHandler header, string target, int partition, string relation)
    {
        header.AppendLiteral(relation == "first" ? "" : ",");
        header.AppendLiteral(target);
        header.AppendFormatted(RequestIds.New());
        header.AppendLiteral("&partition=");
        header.AppendFormatted(partition);
        header.AppendLiteral(">; rel=\"");
        header.AppendLiteral(relation);
        header.AppendLiteral("\"");
    }

    private static string RootOf(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        var root = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        return root <= 0 ? Root : path[..root] + Root;
    }
}
