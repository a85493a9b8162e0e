using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of docs/history.md.</summary>
public sealed class HistoryExamples
{
    [Test]
    public void A_history_is_selected_in_code()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .UseDuckDbHistory("history.db");

        builder.Services.Should().Contain(service => service.ServiceType == typeof(IStatementHistory));
    }

    [Test]
    public async Task It_is_read_exported_and_erased()
    {
        using var store = new MemoryStatementStore();
        await using var history = new MemoryStatementHistory();
        await using var manager = new StatementManager(store, new AnswerExecutor(), history: history);
        var session = manager.OpenSession("alice");
        await session.RunAsync(new() { Sql = "select 1", User = "ACME.ALICE" }, TimeSpan.FromSeconds(30));
        using var stream = new MemoryStream();
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

        var mine = await session.ReadHistoryAsync(new() { Status = StatementStatus.Failed }, limit: 50);
        var next = await session.ReadHistoryAsync(new() { Status = StatementStatus.Failed, After = mine.Next }, limit: 50);

        var all = await manager.ReadHistoryAsync(new() { User = "ACME.ALICE", From = yesterday });
        await manager.ExportHistoryAsync(stream);
        await manager.EraseHistoryAsync(HistoryErasure.OfUser("ACME.ALICE"));

        (mine.Entries.Count, next.Entries.Count, all.Entries.Count).Should().Be((0, 0, 1));
        stream.Length.Should().BePositive();
        (await manager.ReadHistoryAsync(new() { User = "ACME.ALICE" })).Entries.Should().BeEmpty();
    }
}
