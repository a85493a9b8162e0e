using Microsoft.Extensions.Hosting;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Makes the manager when the host starts, and ends its statements before anything else of the host stops.</summary>
/// <remarks>
/// A host asks for such services before it validates its options, and no file is to be made with wrong ones: so the manager is made at the start.
/// A web server that stops waits for its requests first, and a request may be waiting for a statement.
/// </remarks>
internal sealed class StatementManagerLifetime(Func<StatementManager> create) : IHostedLifecycleService
{
    private StatementManager? _manager;

    public Task StartingAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    /// <summary>The first that is called: not every host knows of the earlier one.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _manager ??= create();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => EndAsync();

    public Task StopAsync(CancellationToken cancellationToken) => EndAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task EndAsync() => _manager?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
