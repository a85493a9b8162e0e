namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads the statement count of a request, which clients send as a number or as text.</summary>
internal static class StatementCountParameter
{
    private const string Name = "MULTI_STATEMENT_COUNT";

    public static int Read(IReadOnlyDictionary<string, string> parameters)
    {
        if (!parameters.TryGetValue(Name, out var text))
        {
            return 1;
        }

        return WholeNumber.TryRead(text, out var count) && count is >= 0 and <= int.MaxValue
            ? (int)count
            : throw SqlApiErrors.InvalidPayload(
                $"Parameter {Name} is '{SqlApiErrors.Shorten(text)}'; it must be a whole number from 0 (any number of statements).");
    }
}
