namespace Mockhaus.Statements.Tests.Docs;

/// <summary>Code to be tested that stops its statement when its token fires.</summary>
internal sealed class ReportClient(StatementSession session)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        var statement = await session.SubmitAsync(new() { Sql = "call report()" }, CancellationToken.None);
        try
        {
            await session.WaitAsync(statement.Handle, Limit, cancellationToken: cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await session.CancelAsync(statement.Handle, CancellationToken.None);
        }
    }
}
