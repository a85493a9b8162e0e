namespace Mockhaus.SampleServer;

/// <summary>What the command line says. The host's settings are arguments for its configuration: <c>--NAME=VALUE</c>.</summary>
internal sealed record SampleArguments(
    string Port,
    bool Https,
    string? CertificateFile,
    string? Database,
    string? Data,
    string? Redis,
    string? History,
    string? MigrateFrom,
    string? MigrateTo,
    IReadOnlyList<string> HostSettings);
