using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class SecondProcessTests : StoreFileFixture
{
    [Test]
    public async Task A_file_that_another_process_has_open_is_refused_until_that_is_killed()
    {
        Statement statement;
        await using (var store = Open())
        {
            statement = await AddSucceededAsync(store);
        }

        using (var other = ProgramRun.Start(ProgramRun.Stress, Folder, "crash-dump", File, "leave"))
        {
            try
            {
                // It says what it finds, and then keeps the file open.
                (await other.StandardOutput.ReadLineAsync()).Should().Contain(statement.Handle.ToString());

                Refusal().Message.Should().Contain("Another process has the file open");
            }
            finally
            {
                other.Kill(entireProcessTree: true);
                await other.WaitForExitAsync();
            }
        }

        await using var again = Open();
        (await again.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
    }
}
