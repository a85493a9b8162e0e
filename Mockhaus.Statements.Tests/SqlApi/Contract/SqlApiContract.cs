using System.Text.Json.Nodes;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Tests.SqlApi.Contract;

/// <summary>Holds each answer that a test gets against the documents: status, headers, members, their order and their values.</summary>
internal static class SqlApiContract
{
    private const string Root = "/api/v2/statements";

    public static void Check(HttpMethod method, Uri uri, SqlApiAnswer answer)
    {
        if (TemplateOf(uri) is not { } template)
        {
            return;
        }

        var request = $"{method} {template} with {(int)answer.Status}";
        if (!ApiDocuments.Own.HasOperation(template, method))
        {
            ((int)answer.Status).Should().BeOneOf([404, 405], "our own document has no such operation: {0}", request);
            answer.Body.Should().BeEmpty(request);
            return;
        }

        foreach (var document in ApiDocuments.All)
        {
            Check(document, document.ResponseOf(template, method, (int)answer.Status), answer, request);
        }
    }

    private static void Check(ApiDocument document, JsonObject? response, SqlApiAnswer answer, string request)
    {
        var isOwn = document == ApiDocuments.Own;
        if (response is null)
        {
            isOwn.Should().BeFalse("our own document has every status that we answer with: {0}", request);
            return;
        }

        if (isOwn)
        {
            (answer.Link is not null).Should().Be(response["headers"]?["Link"] is not null, "of the Link header in {0}", request);
        }

        if (ApiDocument.SchemaOf(response) is not { } schema)
        {
            // Snowflake's document says nothing of the bodies of most errors.
            (isOwn && answer.Body.Length > 0).Should().BeFalse("the body is to be empty in {0}", request);
            return;
        }

        answer.ContentType.Should().Be("application/json", request);
        var body = answer.Json;
        document.ErrorsOf(body, schema).Should().BeEmpty("{0} has a schema for {1}, which {2} breaks", document.Name, request, body.GetRawText());
        if (isOwn)
        {
            document.DisorderOf(body, schema).Should().BeEmpty("of the recorded order in {0}", request);
        }
    }

    /// <summary>The path as the documents have it, whatever the host has mapped the API to; null for other paths.</summary>
    private static string? TemplateOf(Uri uri)
    {
        var path = uri.OriginalString.Split('?')[0];
        var start = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        return start < 0
            ? null
            : path[(start + Root.Length)..].Trim('/').Split('/') switch
            {
                [""] => Root,
                [_] => Root + "/{statementHandle}",
                [_, "cancel"] => Root + "/{statementHandle}/cancel",
                _ => path,
            };
    }
}
