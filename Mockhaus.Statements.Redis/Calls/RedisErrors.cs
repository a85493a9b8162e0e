using System.Globalization;
using Mockhaus.Statements.DependencyInjection;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Errors of Redis, and advice for them.</summary>
internal static class RedisErrors
{
    private const string Store = "Redis";

    /// <summary>The prefix of the error that scripts return when a statement has another format; the format follows.</summary>
    private const string FormatError = "FORMAT ";

    /// <summary>The message of the client when it has reached replicas only, and the message of this store.</summary>
    private const string NotEligible = "not eligible for replica";
    private const string NoPrimary = "Only a replica of Redis can be reached, which takes no changes.";

    /// <summary>The advice where a right is missing.</summary>
    public const string NoRight =
        "The user has no right to that. It needs the commands of hashes, sorted sets, strings and scripts, TIME, PUBLISH and SUBSCRIBE, on all keys and the channel with the prefix.";

    /// <summary>The advice where a command is missing.</summary>
    public const string Unknown = "It was renamed or disabled there (rename-command), or something that is no Redis answers. The store needs it under its own name.";

    /// <summary>Whether it is an error of Redis or of the connection, and not of this library.</summary>
    public static bool IsRedis(Exception exception) => exception is RedisException or RedisCommandException or TimeoutException or IOException or ObjectDisposedException;

    /// <summary>Whether the error is transient, so that the call is sent again. Every call can be sent twice safely.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        RedisConnectionException connection => connection.FailureType != ConnectionFailureType.AuthenticationFailure,
        RedisTimeoutException => true,
        RedisServerException server => Begins(server, "LOADING") || Begins(server, "TRYAGAIN") || Begins(server, "CLUSTERDOWN")
            || Begins(server, "MASTERDOWN") || Begins(server, "READONLY") || Begins(server, "BUSY"),
        _ => false,
    };

    public static StatementStoreException Failed(string operation, StatementHandle? handle, Exception exception) => exception switch
    {
        StatementStoreException already => already,
        RedisServerException server when Begins(server, FormatError) => OtherFormat(operation, handle, server.Message[FormatError.Length..]),
        _ => new(Store, operation, handle, Shortened(exception), Advice(exception)),
    };

    /// <summary>The error for a statement that another version of this library has written.</summary>
    /// <param name="operation">The operation that has failed.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="format">Its format, as it is stored.</param>
    public static StatementStoreException OtherFormat(string operation, StatementHandle? handle, string format) =>
        int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > StoredFields.Format
            ? Failed(
                operation,
                handle,
                $"It was written in format {number}, and this version of Mockhaus.Statements reads up to format {StoredFields.Format}.",
                "Update this server, or give the other one a Redis:KeyPrefix of its own.")
            : Damaged(handle, new FormatException(), operation);

    /// <summary>The error for a statement whose fields cannot be read.</summary>
    public static StatementStoreException Damaged(StatementHandle? handle, Exception exception, string operation = "read") => Failed(
        operation, handle, $"Its fields are damaged ({exception.GetType().Name}).", "Delete its keys, and submit the statement again.");

    /// <summary>The error for a batch whose bytes are not those that were written.</summary>
    public static StatementStoreException DamagedBatch(string operation, StatementHandle handle, int number) => new(
        Store,
        operation,
        handle,
        new InvalidDataException($"The bytes of batch {number} are not those that were written: their length or their checksum is another."),
        "Submit the statement again.");

    public static StatementStoreException Failed(string operation, StatementHandle? handle, string reason, string? advice = null) =>
        new(Store, operation, handle, new InvalidOperationException(reason), advice);

    /// <summary>Whether a single statement cannot be read, which does not change when the call is sent again.</summary>
    public static bool IsUnreadable(StatementStoreException exception) =>
        exception.InnerException?.GetType() == typeof(InvalidOperationException)
        || (exception.InnerException is RedisServerException server && Begins(server, "WRONGTYPE"));

    /// <summary>The messages of the client about timeouts and connections are long and meant for its developers, so they become inner
    /// exceptions.</summary>
    private static Exception Shortened(Exception exception) => exception switch
    {
        RedisConnectionException connection when connection.Message.Contains(NotEligible, StringComparison.Ordinal) => new IOException(NoPrimary, connection),
        RedisConnectionException { FailureType: not ConnectionFailureType.AuthenticationFailure } connection =>
            new IOException($"There is no connection to Redis ({connection.FailureType}).", connection),
        TimeoutException => new TimeoutException("Redis did not answer in time.", exception),
        _ => exception,
    };

    private static string? Advice(Exception exception)
    {
        var message = exception.Message;
        bool Says(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
        return message switch
        {
            _ when Says("OOM command not allowed") =>
                "Redis has reached its maxmemory. Raise it, or let statements live for a shorter time; what is stored is safe.",
            _ when Says("MISCONF") => "Redis cannot write to its disk and takes no changes. Its own log says why.",
            _ when Says("NOAUTH") || Says("WRONGPASS") || Says("AuthenticationFailure") || Says("invalid password") || Says("invalid username") =>
                "Check user and password in Redis:Configuration.",
            _ when Says("NOPERM") || Says("can't run this command") => NoRight,
            _ when Says("unknown command") => Unknown,
            _ when Says("READONLY") || Says(NotEligible) => "Name the primary in Redis:Configuration, or wait until a replica has become one.",
            _ when Says("CROSSSLOT") =>
                "What one script touches has one hash tag, as Redis Cluster asks for; a proxy that does not heed the tags cannot be used.",
            _ when Says("WRONGTYPE") => "Something else has written a key of that name. Choose another Redis:KeyPrefix.",
            _ when exception is RedisConnectionException =>
                "Check that it runs where Redis:Configuration says, still takes this user and password, and lets the user connect (ECHO).",
            _ when exception is RedisServerException server && !IsPassing(server) => "Redis answers, and refuses this; its documentation says why.",
            _ => null,
        };
    }

    private static bool Begins(RedisServerException exception, string text) => exception.Message.StartsWith(text, StringComparison.Ordinal);
}
