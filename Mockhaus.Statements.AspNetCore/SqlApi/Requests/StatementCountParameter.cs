namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>How many statements a request says that it holds; clients send it as a number and as text.</summary>
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
                $"Parameter {Name} is '{SqlApiErrors.Shorten(text)}'; it has to be a whole number from 0 (any number of statements).");
    }
}
