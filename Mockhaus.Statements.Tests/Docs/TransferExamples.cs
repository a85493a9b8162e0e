using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of docs/transfer.md, as they stand there.</summary>
public sealed class TransferExamples
{
    [Test]
    public async Task What_a_host_has_handed_over_is_copied_on()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        Statement statement;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .HandOverTo(_ => new DuckDbStatementStore(new DuckDbStoreOptions { Path = Path.Combine(folder, "next.db") }));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            var session = host.Services.GetRequiredService<StatementManager>().OpenSession("me");
            statement = await session.SubmitAsync(new() { Sql = "select 42 as answer" });
            await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));
            await host.StopAsync();
        }

        File.Move(temporary.File("next.db"), temporary.File("old.db"));
        await using var from = new DuckDbStatementStore(new DuckDbStoreOptions { Path = Path.Combine(folder, "old.db") });
        await using var to = new DuckDbStatementStore(new DuckDbStoreOptions { Path = Path.Combine(folder, "new.db") });
        var transfer = new StatementTransfer(from, to);
        var result = await transfer.CopyAsync(new StatementFilter { SessionId = "me" }); // without a filter: everything
        Console.WriteLine($"{result.Copied} copied, {result.AlreadyThere} there already, {result.Live} still live");

        result.Copied.Should().Be(1);
        (await to.FindAsync(statement.Handle, default))!.Result!.RowCount.Should().Be(1);
    }
}
