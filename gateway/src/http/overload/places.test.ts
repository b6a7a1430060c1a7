// Places for operations in flight, and who gets them.
import { describe, expect, it } from 'vitest';
import { createPlaces, type Places } from './places.ts';

/** Takes places as long as there are any for the client, and gives how many. */
function fill(places: Places, client: string): number {
  let taken = 0;
  for (; places.admits(client); taken++) places.enter(client);
  return taken;
}

describe('places', () => {
  it('are left for others, however many one client wants', () => {
    const places = createPlaces(90);
    expect(fill(places, 'heavy')).toBe(80);
    const light = Array.from({ length: 20 }, (_, number) => `light ${number}`);
    for (const client of light) {
      expect(places.admits(client)).toBe(true);
      places.enter(client);
    }
    expect([places.admits('heavy'), places.admits('light 1')]).toEqual([false, false]);
  });

  it('come free as operations end', () => {
    const places = createPlaces(90);
    fill(places, 'heavy');
    places.leave('heavy');
    expect(fill(places, 'heavy')).toBe(1);
  });

  it('are shared by two that both want all of them', () => {
    const places = createPlaces(170);
    const held = { one: 0, other: 0 };
    for (let turn = 0; turn < 200; turn++)
      for (const client of ['one', 'other'] as const)
        if (places.admits(client)) {
          places.enter(client);
          held[client] += 1;
        }
    expect(held).toEqual({ one: 80, other: 80 });
  });

  it('are as many as there may be clients, when each wants one', () => {
    const places = createPlaces(90);
    const admitted = Array.from({ length: 200 }, (_, number) => `client ${number}`).filter((client) => {
      if (!places.admits(client)) return false;
      places.enter(client);
      return true;
    });
    expect(admitted).toHaveLength(90);
    places.leave('client 0');
    expect(places.admits('client 199')).toBe(true);
  });

  it('that are taken away from one that holds many are not taken from those that hold none', () => {
    const places = createPlaces(900);
    fill(places, 'heavy');
    places.setLimit(64);
    expect([places.admits('heavy'), places.admits('light')]).toEqual([false, true]);
  });

  it('tell how they were used since they were asked', () => {
    const places = createPlaces(90);
    for (const client of ['a', 'b', 'c']) places.enter(client);
    places.leave('a');
    expect([places.takeUse(), places.takeUse()]).toEqual([
      { peak: 3, inFlight: 2, ended: 1 },
      { peak: 2, inFlight: 2, ended: 0 },
    ]);
  });
});
