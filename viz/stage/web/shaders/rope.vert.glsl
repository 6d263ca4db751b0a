// A piece of a curve as GlowScript lays it out: pos.w is 0 at its beginning and 1 at its end, pos.xyz a ring's point.
in vec4 pos;
in vec3 normal;
uniform mat4 clip_of_world;
in vec4 rope_from, rope_to;   // of the piece: place from the eye and radius
uniform vec3 part_tint;
uniform float part_glow, part_shine;
out vec3 own_place;
out vec3 place;
out vec3 outward;
out vec3 tint;
out vec4 surface;
out vec4 relief;

void main(void) {
    vec3 along = normalize(rope_to.xyz - rope_from.xyz);
    vec3 side = normalize(cross(along, abs(along.y) < 0.99 ? vec3(0.0, 1.0, 0.0) : vec3(1.0, 0.0, 0.0)));
    mat3 turn = mat3(along, cross(side, along), side);
    vec4 end = mix(rope_from, rope_to, pos.w);
    place = end.xyz + turn * (end.w * pos.xyz);
    own_place = place;
    outward = turn * normal;
    gl_Position = clip_of_world * vec4(place, 1.0);
    tint = part_tint;
    surface = vec4(mix(0.85, 0.40, part_shine), part_shine, 1.0, part_glow);
    relief = vec4(0.0, 1.0, 0.0, 0.0);
}
