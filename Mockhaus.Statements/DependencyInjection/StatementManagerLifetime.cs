using Microsoft.Extensions.Hosting;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Makes the manager when the host starts, and ends its statements when the host stops, while all else still works.</summary>
internal sealed class StatementManagerLifetime(StatementManager manager) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => manager.DisposeAsync().AsTask();
}
