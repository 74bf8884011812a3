// Reads Skein's topics as a data team's own program would: Confluent's client for the schema registry, kafkajs for Kafka.
//
//   node read-tweets.js KAFKA REGISTRY TOPIC COUNT ID...
//
// Reads TOPIC from its beginning until COUNT records whose key is one of the IDs have been seen, and prints those, as one
// JSON array of {key, partition, value} in the order of their offsets. Longs are printed as strings.
'use strict';
const { SchemaRegistryClient, AvroDeserializer, SerdeType } = require('@confluentinc/schemaregistry');
const { Kafka, logLevel } = require('kafkajs');
const avro = require('avsc');

const TIMEOUT_MILLIS = 60_000;
const [broker, registry, topic, count, ...ids] = process.argv.slice(2);

// Ids have 63 bits, JavaScript's numbers 53: avsc refuses such a long unless it is told what to make of it.
const long = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => { const buffer = Buffer.alloc(8); buffer.writeBigInt64LE(BigInt(value)); return buffer; },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
});
const longsAsBigInts = { typeHook: (schema) => (schema === 'long' ? long : undefined) };

async function main() {
  const client = new SchemaRegistryClient({ baseURLs: [registry] });
  const values = new AvroDeserializer(client, SerdeType.VALUE, longsAsBigInts);
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: `read-tweets-${process.pid}-${Date.now()}` });
  const wanted = new Set(ids);
  const found = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${found.length} of ${count} records after ${TIMEOUT_MILLIS} ms`)), TIMEOUT_MILLIS);
    consumer.run({
      eachMessage: async ({ partition, message }) => {
        if (message.key === null || message.key.length !== 8) {
          return;
        }
        const key = message.key.readBigInt64BE().toString();
        if (!wanted.has(key)) {
          return;
        }
        const value = message.value === null ? null : await values.deserialize(topic, message.value);
        found.push({ key, partition, offset: Number(message.offset), value });
        if (found.length === Number(count)) {
          resolve();
        }
      },
    }).catch(reject);
  });
  await consumer.disconnect();
  console.log(JSON.stringify(
    found.sort((a, b) => a.offset - b.offset),
    (name, value) => (typeof value === 'bigint' ? value.toString() : value)));
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
