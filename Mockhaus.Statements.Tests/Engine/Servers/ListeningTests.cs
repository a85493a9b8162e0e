namespace Mockhaus.Statements.Tests.Engine.Servers;

public sealed class ListeningTests : ServersFixture
{
    [Test]
    public async Task A_manager_listens_until_it_is_disposed_of_and_a_hint_that_comes_late_does_no_harm()
    {
        Farm.Listeners.Should().Be(2);
        var (late, statement) = (Farm.Listener(Second.Store), await Second.SubmitRunningAsync());

        await Second.Manager.DisposeAsync();

        Farm.Listeners.Should().Be(1);
        Second.Store.Link.Forget();
        late(statement.Handle);
        late(null);
        Second.Store.Link.Calls.Should().BeEmpty();
    }
}
